"""A copy of an inference component uses the accelerators that it asks for, and no other. A model that takes more
memory than these have together cannot be loaded.
"""

from collections.abc import Iterator

from sagewire.validator.figures import figure
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import component, component_host
from sagewire.validator.serving.hardware import hosts_of, variant_under
from sagewire.validator.serving.placing import ACCELERATORS, SOURCE
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for placed in graph.components:
        asked = placed.requirements[ACCELERATORS]
        takes = placed.model.accelerator_memory.number if placed.model else None
        variant = variant_under(placed)
        host = max(hosts_of(variant), key=lambda host: host.accelerator_memory, default=None) if variant else None
        if host is None or host.accelerator != "gpu" or takes is None or asked.number is None:
            continue
        has = asked.number * host.accelerator_memory
        if 0 < has < takes and asked.number <= host.accelerators:
            yield fault(
                asked, limit=f"at least {figure(takes)} MiB", takes=figure(takes), has=figure(has), type=host.name
            )


RULE = Rule(
    id="SW218",
    title="inference component asks for too few accelerators for its model",
    severity=Severity.ERROR,
    why=__doc__,
    source=SOURCE,
    message="accelerators asked for: {found} of {type}, with {has} MiB; the model takes {takes} MiB, as stated",
    fix="Ask for as many accelerators as have {takes} MiB together, or take an instance type with larger ones.",
    check=_check,
    wrong=lambda: template(component_host(), component(stated={"acceleratorMemoryMiB": 24_000})),
    right=lambda: template(component_host(), component(stated={"acceleratorMemoryMiB": 20_000})),
)
