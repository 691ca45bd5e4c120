"""A model that takes more accelerator memory than all accelerators of its instance have together cannot be loaded,
not even when it is split over all of them.
"""

from collections.abc import Iterator
from typing import Any

from sagewire.validator.figures import figure
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import real_time
from sagewire.validator.serving.hardware import placements
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for placed in placements(graph):
        takes = placed.model.accelerator_memory.number
        host = placed.host
        has = host.accelerators * host.accelerator_memory
        if takes is not None and 0 < has < takes:
            words: dict[str, Any] = {"has": has, "count": host.accelerators, "each": host.accelerator_memory}
            yield fault(placed.at, limit=f"at least {figure(takes)} MiB", takes=figure(takes), **words)


RULE = Rule(
    id="SW204",
    title="model does not fit into the memory of the instance's accelerators",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html",
    message="{found} has {has} MiB of accelerator memory, {count} x {each} MiB; the model takes {takes} MiB, as stated",
    fix="Take an instance type with more than {takes} MiB of accelerator memory, or a smaller or quantized model.",
    check=_check,
    wrong=lambda: template(
        real_time(variant={"InstanceType": "ml.g5.xlarge"}, stated={"acceleratorMemoryMiB": 30_000})
    ),
    right=lambda: template(
        real_time(variant={"InstanceType": "ml.g5.12xlarge"}, stated={"acceleratorMemoryMiB": 30_000})
    ),
)
