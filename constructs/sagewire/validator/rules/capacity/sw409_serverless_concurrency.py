"""A serverless endpoint takes so many requests at a time, and AWS raises that for nobody: SageMaker refuses a larger
MaxConcurrency.
"""

from collections.abc import Iterator

from sagewire.limits import SERVERLESS_CONCURRENCY
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for config in graph.configs:
        for variant in config.variants:
            most = variant["ServerlessConfig"]["MaxConcurrency"]
            if most.number is not None and most.number > SERVERLESS_CONCURRENCY.value:
                yield fault(most)


RULE = Rule(
    id="SW409",
    title="serverless endpoint has more concurrency than SageMaker gives",
    severity=Severity.ERROR,
    why=__doc__,
    limit=SERVERLESS_CONCURRENCY,
    message="a MaxConcurrency of {found}; a serverless endpoint takes {limit} at a time",
    fix=f"Set {SERVERLESS_CONCURRENCY.value} or less; for more take several endpoints, or a real-time endpoint.",
    check=_check,
    wrong=lambda: template(serverless(settings={"MaxConcurrency": 201})),
    right=lambda: template(serverless(settings={"MaxConcurrency": 200})),
)
