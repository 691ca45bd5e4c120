"""A serverless endpoint whose memory is smaller than what its loaded model takes kills the container while it loads:
the endpoint is created, and each request fails.
"""

from collections.abc import Iterator

from sagewire.limits import SERVERLESS_MEMORY, SERVERLESS_MEMORY_SIZES
from sagewire.validator.figures import figure
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for config in graph.configs:
        for variant in config.variants:
            memory = variant["ServerlessConfig"]["MemorySizeInMB"]
            takes = variant.model.memory.number if variant.model else None
            if memory.number is not None and takes is not None and takes > memory.number:
                yield fault(memory, limit=f"at least {figure(takes)} MiB", takes=figure(takes), instead=_instead(takes))


def _instead(takes: float) -> str:
    enough = next((size for size in SERVERLESS_MEMORY_SIZES.values if int(size) >= takes), None)
    if enough is None:
        return f"Serve the model by a real-time endpoint: a serverless one has {SERVERLESS_MEMORY.value} MB at most"
    return f"Take {enough} MB or more"


RULE = Rule(
    id="SW202",
    title="model does not fit into the serverless endpoint's memory",
    severity=Severity.ERROR,
    why=__doc__,
    source=SERVERLESS_MEMORY.source,
    message="{found} MB of memory; the loaded model takes {takes} MiB, as stated",
    fix="{instead}.",
    check=_check,
    wrong=lambda: template(serverless(settings={"MemorySizeInMB": 2048}, stated={"memoryMiB": 3000})),
    right=lambda: template(serverless(settings={"MemorySizeInMB": 4096}, stated={"memoryMiB": 3000})),
)
