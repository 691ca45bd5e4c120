"""A model that was measured with a share of an accelerator's memory, on an instance without any accelerator or on a
serverless endpoint, which has none, does not load, or falls back to the CPUs: it is slower by far than what was
measured, and takes its memory from the instance instead.
"""

from collections.abc import Iterator

from sagewire.validator.figures import figure
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import real_time
from sagewire.validator.serving.hardware import placements
from sagewire.validator.serving.served import variants_in
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for placed in placements(graph):
        takes = placed.model.accelerator_memory.number
        if takes and not placed.host.accelerators:
            has = f"{placed.at.shown} has no accelerator"
            yield fault(placed.at, limit="a type with an accelerator", takes=figure(takes), has=has)
    for variant in variants_in(graph):
        takes = variant.model.accelerator_memory.number if variant.serverless and variant.model else None
        if takes:
            has = "a serverless endpoint has no accelerator"
            yield fault(variant["ModelName"], limit="an instance with an accelerator", takes=figure(takes), has=has)


RULE = Rule(
    id="SW215",
    title="model that takes accelerator memory has no accelerator",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html",
    message="{has}; the model takes {takes} MiB of accelerator memory, as stated",
    fix="Serve the model on a type of instance with an accelerator, or state what the model takes without one.",
    check=_check,
    wrong=lambda: template(real_time(stated={"acceleratorMemoryMiB": 8000})),
    right=lambda: template(real_time(variant={"InstanceType": "ml.g5.xlarge"}, stated={"acceleratorMemoryMiB": 8000})),
)
