"""Provisioned concurrency is at most the maximum concurrency of the endpoint. Scaling that goes on beyond it fails at
the very load for which it was meant.
"""

from collections.abc import Iterator

from sagewire.limits.sources import SAGEMAKER
from sagewire.validator.graph import Graph
from sagewire.validator.graph.scaling import PROVISIONED
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import PROVISIONED_TARGET, target, tracking
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

_UTILIZATION = tracking("SageMakerVariantProvisionedConcurrencyUtilization", value=0.7)
_SERVERLESS = serverless(settings={"MaxConcurrency": 20, "ProvisionedConcurrency": 2})


def _check(graph: Graph) -> Iterator[Fault]:
    for scaled in graph.scalable_targets:
        variant = scaled.scaled_variant if scaled.dimension == PROVISIONED else None
        concurrency = variant["ServerlessConfig"]["MaxConcurrency"].number if variant else None
        if concurrency is None:
            continue
        for _, most in scaled.bounds:
            if most.number is not None and most.number > concurrency:
                yield fault(most, limit=concurrency)


RULE = Rule(
    id="SW618",
    title="provisioned concurrency scales above the maximum concurrency",
    severity=Severity.WARNING,
    why=__doc__,
    message="scales up to {found} of provisioned concurrency; the endpoint's MaxConcurrency is {limit}",
    fix="Set MaxCapacity to {limit} or less, or raise MaxConcurrency.",
    source=f"{SAGEMAKER}/APIReference/API_ProductionVariantServerlessUpdateConfig.html",
    check=_check,
    wrong=lambda: template(_SERVERLESS, target(**{**PROVISIONED_TARGET, "MaxCapacity": 21}), _UTILIZATION),
    right=lambda: template(_SERVERLESS, target(**{**PROVISIONED_TARGET, "MaxCapacity": 20}), _UTILIZATION),
)
