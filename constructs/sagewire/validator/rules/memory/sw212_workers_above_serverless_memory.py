"""Each worker of a model server loads the model for itself. A serverless endpoint whose workers together take more
memory than it has loses some of them, or its container. AWS recommends a single worker there, with a single copy of
the model.
"""

from collections.abc import Iterator

from sagewire.limits import SERVERLESS_MEMORY
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, model, serverless_variant
from sagewire.validator.serving.workers import Room, crowded
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for crowd in crowded(_rooms(graph)):
        yield fault(crowd.workers, limit=crowd.most, **crowd.words)


def _rooms(graph: Graph) -> Iterator[Room]:
    for configured in graph.configs:
        for variant in configured.variants:
            memory = variant["ServerlessConfig"]["MemorySizeInMB"].number
            if variant.model is not None and memory is not None:
                yield Room(model=variant.model, memory=memory, name="serverless")


_WORKERS = {"Environment": {"SAGEMAKER_MODEL_SERVER_WORKERS": "4"}}
_SERVED = {**config(serverless_variant(settings={"MemorySizeInMB": 4096})), **endpoint()}

RULE = Rule(
    id="SW212",
    title="workers take more memory than the serverless endpoint has",
    severity=Severity.WARNING,
    why=__doc__,
    source=SERVERLESS_MEMORY.source,
    message="{found} workers with a model of {each} MiB each, as stated, take {takes} MiB; the endpoint has {has} MB",
    fix="Set {limit} at most, or give the endpoint more memory.",
    check=_check,
    wrong=lambda: template(model(container=_WORKERS, stated={"memoryMiB": 1500}), _SERVED),
    right=lambda: template(model(container=_WORKERS, stated={"memoryMiB": 1000}), _SERVED),
)
