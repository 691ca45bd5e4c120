"""CloudFormation refuses a template with more parameters, outputs, or mappings."""

from collections.abc import Iterator

from sagewire.limits import TEMPLATE_MAPPINGS, TEMPLATE_OUTPUTS, TEMPLATE_PARAMETERS
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for given in graph.assembly.templates:
        sections = ((given.parameters, TEMPLATE_PARAMETERS), (given.outputs, TEMPLATE_OUTPUTS))
        for entries, limit in (*sections, (given.mappings, TEMPLATE_MAPPINGS)):
            # A finding needs a resource to stand at.
            first = next(iter(given.resources.values()), None)
            if len(entries) > limit.value and first is not None:
                yield fault(first, len(entries), limit=f"{limit.value} {limit.unit}", what=limit.unit)


_HANDLE = {"Handle": {"Type": "AWS::CloudFormation::WaitConditionHandle"}}


def _parameters(count: int) -> dict[str, dict[str, str]]:
    return {f"Parameter{position}": {"Type": "String"} for position in range(count)}


RULE = Rule(
    id="SW421",
    title="template has too many parameters, outputs or mappings",
    severity=Severity.ERROR,
    why=__doc__,
    source=TEMPLATE_PARAMETERS.source,
    message="{found} {what} in the template; CloudFormation takes {limit}",
    fix="Divide the stack in two, or give several figures as one list.",
    check=_check,
    wrong=lambda: template(_HANDLE, Parameters=_parameters(TEMPLATE_PARAMETERS.value + 1)),
    right=lambda: template(_HANDLE, Parameters=_parameters(TEMPLATE_PARAMETERS.value)),
)
