"""A state machine calls functions, and begins transform jobs, with its own role. What that role may not do fails in
each execution, at the state that asks for it. Looks at machines whose role, with all its policies, is in the
templates, and at states that take no other role.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sagewire.validator.graph import Graph
from sagewire.validator.graph.role import Role
from sagewire.validator.graph.task import tasks_of
from sagewire.validator.graph.transform import transforms
from sagewire.validator.inference import Inference
from sagewire.validator.permissions.granted import certainly_lacks, certainly_lacks_everywhere
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.samples.waiting import state_machine
from sagewire.validator.severity import Severity
from sagewire.validator.template import Resource

_INVOKE = "lambda:InvokeFunction"
_TRANSFORM = "sagemaker:CreateTransformJob"


class _Needed(NamedTuple):
    """What a state needs, and with which function, if it is about one."""

    state: str
    action: str
    function: Resource | None = None


def _check(graph: Graph) -> Iterator[Fault]:
    for machine in graph.view(Inference).machines:
        named = machine["RoleArn"]
        role = graph.role_behind(named) if named.present else None
        if role is None:
            continue
        for needed in _once(_needed(graph, machine)):
            if _lacks(graph, role, needed):
                on = f" on {needed.function.logical_id}" if needed.function else ""
                yield fault(named, role.resource.logical_id, state=needed.state, needed=f"{needed.action}{on}")


def _once(needed: Iterable[_Needed]) -> Iterable[_Needed]:
    """What several states need, for the first of them alone."""
    found: dict[tuple[str, Resource | None], _Needed] = {}
    for one in needed:
        found.setdefault((one.action, one.function), one)
    return found.values()


def _needed(graph: Graph, machine: Resource) -> Iterator[_Needed]:
    for task in tasks_of(graph, machine):
        if task.invokes and task.function in graph.view(Inference).functions:
            yield _Needed(task.name, _INVOKE, task.function.resource)
    for begun in transforms(graph):
        if begun.definition.at.owner is machine and begun.by_own_role:
            yield _Needed(begun.name, _TRANSFORM)


def _lacks(graph: Graph, role: Role, needed: _Needed) -> bool:
    if needed.function is None:
        return certainly_lacks_everywhere(graph, role, needed.action)
    return certainly_lacks(graph, role, needed.action, needed.function)


RULE = Rule(
    id="SW867",
    title="state machine may not do what its states ask for",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html",
    message="the role {found} lacks {needed}: the state {state} of {resource} fails",
    fix="Allow {found} {needed}.",
    check=_check,
    wrong=lambda: template(serverless(), function(), state_machine(action="lambda:GetFunction", TimeoutSeconds=300)),
    right=lambda: template(serverless(), function(), state_machine(TimeoutSeconds=300)),
)
