"""An instance whose memory is smaller than what the loaded model takes cannot load it: the container is killed before
it answers /ping, and the endpoint fails after it has been waited for. SageMaker keeps a part of each instance's
memory for itself, of which it publishes no figure: what is only a little smaller does not fit either.
"""

from collections.abc import Iterator

from sagewire.validator.figures import figure
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import real_time
from sagewire.validator.serving.hardware import placements
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for placed in placements(graph):
        takes = placed.model.memory.number
        if takes is not None and takes > placed.host.memory:
            has = f"{placed.host.memory} MiB"
            yield fault(placed.at, limit=f"more than {figure(takes)} MiB", takes=figure(takes), has=has)


RULE = Rule(
    id="SW203",
    title="model does not fit into the instance's memory",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html",
    message="{found} has {has} of memory in all; the loaded model takes {takes} MiB, as stated",
    fix="Take an instance type with clearly more than {takes} MiB, since SageMaker takes a part of it.",
    check=_check,
    wrong=lambda: template(real_time(variant={"InstanceType": "ml.c7i.large"}, stated={"memoryMiB": 4097})),
    right=lambda: template(real_time(variant={"InstanceType": "ml.m7i.large"}, stated={"memoryMiB": 4097})),
)
