"""Each copy of an inference component has its accelerators for itself. Copies that together ask for more than all
instances have, as many as there may become, find no room: their components stay in creation until they fail.
"""

from collections.abc import Iterator

from sagewire.validator.figures import figure
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import component, component_host
from sagewire.validator.serving.placing import ACCELERATORS, SOURCE, accelerators_of, overfull
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for full in overfull(graph, ACCELERATORS, accelerators_of):
        yield fault(full.count.at, limit=f"room for {figure(full.asked)}", **full.words)


RULE = Rule(
    id="SW216",
    title="inference components find no accelerators on their instances",
    severity=Severity.ERROR,
    why=__doc__,
    source=SOURCE,
    message="{copies} copies ask for {asked} accelerators; {type} has {room}, the variant has {instances} at most",
    fix="Allow more or larger instances, or fewer copies.",
    check=_check,
    wrong=lambda: template(component_host(), component(copies=3)),
    right=lambda: template(component_host(), component(copies=2)),
)
