"""Inference components reserve CPUs for each copy. Copies that together ask for more than all instances have, as many
as there may become, find no room: their components stay in creation until they fail.
"""

from collections.abc import Iterator

from sagewire.validator.figures import figure
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import component, component_host
from sagewire.validator.serving.placing import CPUS, SOURCE, overfull
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for full in overfull(graph, CPUS, lambda host: host.vcpus):
        yield fault(full.count.at, limit=f"room for {figure(full.asked)}", **full.words)


_ASKED = {"NumberOfCpuCoresRequired": 5, "NumberOfAcceleratorDevicesRequired": None}

RULE = Rule(
    id="SW217",
    title="inference components find no CPUs on their instances",
    severity=Severity.ERROR,
    why=__doc__,
    source=SOURCE,
    message="{copies} copies ask for {asked} CPUs; {type} has {room} vCPUs, the variant has {instances} at most",
    fix="Allow more or larger instances, or fewer copies.",
    check=_check,
    wrong=lambda: template(component_host(), component(requirements=_ASKED, copies=4)),
    right=lambda: template(component_host(), component(requirements=_ASKED, copies=2)),
)
