"""SageMaker has serverless endpoints in six sizes. Another size passes CDK and cfn-lint, and AWS refuses it when it is
deployed.
"""

from collections.abc import Iterator

from sagewire.limits import SERVERLESS_MEMORY_SIZES
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for config in graph.configs:
        for variant in config.variants:
            memory = variant["ServerlessConfig"]["MemorySizeInMB"]
            if memory.number is not None and memory.number not in SERVERLESS_MEMORY_SIZES.values:
                yield fault(memory, instead=_instead(memory.number))


def _instead(asked: float) -> str:
    most = SERVERLESS_MEMORY_SIZES.values[-1]
    larger = next((size for size in SERVERLESS_MEMORY_SIZES.values if int(size) >= asked), None)
    return f"Take {larger} MB" if larger else f"Take {most} MB, the most that there is, or a real-time endpoint"


RULE = Rule(
    id="SW201",
    title="serverless memory is no size that SageMaker has",
    severity=Severity.ERROR,
    why=__doc__,
    limit=SERVERLESS_MEMORY_SIZES,
    message="{found} MB of memory; serverless endpoints have {limit} MB",
    fix="{instead}.",
    check=_check,
    wrong=lambda: template(serverless(settings={"MemorySizeInMB": 1500})),
    right=lambda: template(serverless(settings={"MemorySizeInMB": 2048})),
)
