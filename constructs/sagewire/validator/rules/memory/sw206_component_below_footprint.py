"""SageMaker places the copies of inference components by the memory that they ask for. A component that asks for less
than its model takes is placed where there is no room for it: once its neighbours need theirs, containers on the
instance are killed.
"""

from collections.abc import Iterator

from sagewire.validator.figures import figure
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import component, component_host
from sagewire.validator.serving.placing import MEMORY, SOURCE
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for placed in graph.components:
        takes = placed.model.memory.number if placed.model else None
        if takes is None:
            continue
        for asked in (placed.requirements["MaxMemoryRequiredInMb"], placed.requirements[MEMORY]):
            if asked.number is not None and asked.number < takes:
                yield fault(asked, limit=f"at least {figure(takes)} MiB", takes=figure(takes))
                break


RULE = Rule(
    id="SW206",
    title="inference component asks for less memory than its model takes",
    severity=Severity.WARNING,
    why=__doc__,
    source=SOURCE,
    message="{found} MB are asked for each copy; the loaded model takes {takes} MiB, as stated",
    fix="Ask for at least {takes} MB in MinMemoryRequiredInMb, and for no less in MaxMemoryRequiredInMb.",
    check=_check,
    wrong=lambda: template(component_host(), component(stated={"memoryMiB": 10_000})),
    right=lambda: template(component_host(), component(stated={"memoryMiB": 8_000})),
)
