"""Inference components reserve memory on their endpoint's instances for each copy. Copies that together ask for more
than all instances have, as many as there may become, find no room: their components stay in creation until they fail.
SageMaker keeps a part of each instance's memory for itself as well, of which it publishes no figure.
"""

from collections.abc import Iterator

from sagewire.validator.figures import figure
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import component, component_host
from sagewire.validator.serving.placing import MEMORY, SOURCE, overfull
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for full in overfull(graph, MEMORY, lambda host: host.memory):
        yield fault(full.count.at, limit=f"room for {figure(full.asked)} MiB", **full.words)


RULE = Rule(
    id="SW205",
    title="inference components find no memory on their instances",
    severity=Severity.ERROR,
    why=__doc__,
    source=SOURCE,
    message="{copies} copies ask for {asked} MB together; {type} has {room} MB, the variant has {instances} at most",
    fix="Allow more or larger instances, or fewer copies; leave some memory for SageMaker itself.",
    check=_check,
    wrong=lambda: template(
        component_host(),
        component(requirements={"MinMemoryRequiredInMb": 30_000, "NumberOfAcceleratorDevicesRequired": None}, copies=3),
    ),
    right=lambda: template(
        component_host(),
        component(requirements={"MinMemoryRequiredInMb": 30_000, "NumberOfAcceleratorDevicesRequired": None}, copies=2),
    ),
)
