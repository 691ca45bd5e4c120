"""A copy of an inference component lies on one instance. Where it asks for more CPUs than an instance has, it is
placed nowhere: the component stays in creation until it fails.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import component, component_host
from sagewire.validator.serving.placing import CPUS, SOURCE, misfits
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for misfit in misfits(graph, CPUS, lambda host: host.vcpus):
        yield fault(misfit.asked, limit=misfit.room, type=misfit.host.name)


RULE = Rule(
    id="SW208",
    title="inference component asks for more CPUs than an instance has",
    severity=Severity.ERROR,
    why=__doc__,
    source=SOURCE,
    message="{found} CPUs are asked for each copy; {type} has {limit} vCPUs",
    fix="Ask for {limit} at most, or take an instance type with more vCPUs.",
    check=_check,
    wrong=lambda: template(component_host(), component(requirements={"NumberOfCpuCoresRequired": 9})),
    right=lambda: template(component_host(), component(requirements={"NumberOfCpuCoresRequired": 8})),
)
