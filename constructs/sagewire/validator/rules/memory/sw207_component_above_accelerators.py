"""A copy of an inference component lies on one instance. Where it asks for more accelerators than an instance has, it
is placed nowhere: the component stays in creation until it fails.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import component, component_host
from sagewire.validator.serving.placing import ACCELERATORS, SOURCE, accelerators_of, misfits
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for misfit in misfits(graph, ACCELERATORS, accelerators_of):
        yield fault(misfit.asked, limit=misfit.room, type=misfit.host.name)


RULE = Rule(
    id="SW207",
    title="inference component asks for more accelerators than an instance has",
    severity=Severity.ERROR,
    why=__doc__,
    source=SOURCE,
    message="accelerators asked for each copy: {found}; {type} has {limit}",
    fix="Ask for {limit} at most, or take an instance type with more accelerators.",
    check=_check,
    wrong=lambda: template(component_host(), component(requirements={"NumberOfAcceleratorDevicesRequired": 2})),
    right=lambda: template(component_host(), component(requirements={"NumberOfAcceleratorDevicesRequired": 1})),
)
