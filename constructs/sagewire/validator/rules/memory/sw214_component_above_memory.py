"""A copy of an inference component lies on one instance. Where it asks for more memory than an instance has in all,
it is placed nowhere: the component stays in creation until it fails. SageMaker keeps a part of each instance's memory
for itself, of which it publishes no figure, so that a copy which asks for all of it finds no room either.
"""

from collections.abc import Iterator

from sagewire.validator.figures import figure
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import component, component_host
from sagewire.validator.serving.placing import MEMORY, SOURCE, misfits
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for misfit in misfits(graph, MEMORY, lambda host: host.memory):
        yield fault(
            misfit.asked, limit=f"less than {figure(misfit.room)} MiB", type=misfit.host.name, room=figure(misfit.room)
        )


RULE = Rule(
    id="SW214",
    title="inference component asks for more memory than an instance has",
    severity=Severity.ERROR,
    why=__doc__,
    source=SOURCE,
    message="{found} MB are asked for each copy; {type} has {room} MiB in all, of which SageMaker takes a part",
    fix="Ask for clearly less than {room} MB, or take an instance type with more memory.",
    check=_check,
    wrong=lambda: template(component_host(), component(requirements={"MinMemoryRequiredInMb": 32_769})),
    right=lambda: template(component_host(), component(requirements={"MinMemoryRequiredInMb": 30_000})),
)
