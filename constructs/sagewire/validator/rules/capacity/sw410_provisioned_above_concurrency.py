"""Provisioned concurrency is a part of the concurrency that a serverless endpoint may have: SageMaker refuses more of
it. CDK and cfn-lint let it pass.
"""

from collections.abc import Iterator

from sagewire.limits import SERVERLESS_PROVISIONED_CONCURRENCY
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for config in graph.configs:
        for variant in config.variants:
            provisioned = variant["ServerlessConfig"]["ProvisionedConcurrency"]
            most = variant["ServerlessConfig"]["MaxConcurrency"].number
            if provisioned.number is not None and most is not None and provisioned.number > most:
                yield fault(provisioned, limit=most)


RULE = Rule(
    id="SW410",
    title="provisioned concurrency is above the maximum",
    severity=Severity.ERROR,
    why=__doc__,
    source=SERVERLESS_PROVISIONED_CONCURRENCY.source,
    message="a ProvisionedConcurrency of {found} is above the MaxConcurrency of {limit}",
    fix="Lower ProvisionedConcurrency to {limit}, or raise MaxConcurrency.",
    check=_check,
    wrong=lambda: template(serverless(settings={"MaxConcurrency": 5, "ProvisionedConcurrency": 6})),
    right=lambda: template(serverless(settings={"MaxConcurrency": 5, "ProvisionedConcurrency": 5})),
)
