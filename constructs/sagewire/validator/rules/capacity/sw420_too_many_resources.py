"""CloudFormation refuses a template with more resources, whatever the stack has already."""

from collections.abc import Iterator

from sagewire.limits import TEMPLATE_RESOURCES
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import Resources, template
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    most = TEMPLATE_RESOURCES.value
    for given in graph.assembly.templates:
        if len(given.resources) > most and given.complete:
            yield fault(list(given.resources.values())[most], len(given.resources))


def _handles(count: int) -> Resources:
    handle = {"Type": "AWS::CloudFormation::WaitConditionHandle"}
    return dict.fromkeys((f"Handle{position}" for position in range(count)), handle)


RULE = Rule(
    id="SW420",
    title="template has too many resources",
    severity=Severity.ERROR,
    why=__doc__,
    limit=TEMPLATE_RESOURCES,
    message="{found} resources in the template; CloudFormation takes {limit}, and {resource} is the first above",
    fix="Divide the stack in two, or move a part of it into a nested stack.",
    check=_check,
    wrong=lambda: template(_handles(TEMPLATE_RESOURCES.value + 1)),
    right=lambda: template(_handles(TEMPLATE_RESOURCES.value)),
)
