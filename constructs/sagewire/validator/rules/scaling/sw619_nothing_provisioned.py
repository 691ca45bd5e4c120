"""AWS asks for a serverless endpoint that has provisioned concurrency before its scaling is set up. Here the
configuration states none, so that there is nothing to begin with.
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

_SCALING = {
    **target(**PROVISIONED_TARGET),
    **tracking("SageMakerVariantProvisionedConcurrencyUtilization", value=0.7),
}


def _check(graph: Graph) -> Iterator[Fault]:
    for scaled in graph.scalable_targets:
        initial = scaled.initial if scaled.dimension == PROVISIONED and scaled.publisher in scaled.kinds else None
        if initial is not None and initial.absent:
            yield fault(initial, target=scaled.resource.logical_id)


RULE = Rule(
    id="SW619",
    title="provisioned concurrency is scaled, and none is there",
    severity=Severity.WARNING,
    why=__doc__,
    message="{target} scales provisioned concurrency, and the variant states none to begin with",
    fix="Set ProvisionedConcurrency of the variant's ServerlessConfig, within the bounds of {target}.",
    source=f"{SAGEMAKER}/dg/serverless-endpoints-autoscale.html",
    check=_check,
    wrong=lambda: template(serverless(), _SCALING),
    right=lambda: template(serverless(settings={"ProvisionedConcurrency": 2}), _SCALING),
)
