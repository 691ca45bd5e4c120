"""What a role allows holds for the endpoints that its statements name. A function that is told of another one, by a
name that was changed in one place only, by an ARN of another region, or by that of the configuration, is denied each
call. Says nothing where the role may do more with the endpoint than invoke it, or take another role.
"""

import re
from collections.abc import Iterator
from typing import Any

from sagewire.validator.graph import Graph
from sagewire.validator.graph.function import Function
from sagewire.validator.graph.role import INVOKE, INVOKE_ACTIONS, Role
from sagewire.validator.graph.statement import Statement
from sagewire.validator.permissions.invocable import OTHER_USES, Told, may_reach
from sagewire.validator.permissions.trust import ASSUME
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import att, ref, template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

_ENDPOINT = "ENDPOINT"
# Of endpoints of SageMaker's; other services have endpoints too, which are addresses.
_TELLS_NAME = re.compile(r"SAGEMAKER_?ENDPOINT|ENDPOINT_?NAME$", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z0-9](-*[A-Za-z0-9]){0,62}")
_ADDRESS = "://"
_SAGEMAKER = "sagemaker:"


def _check(graph: Graph) -> Iterator[Fault]:
    for asking in graph.functions if graph.complete else ():
        role = asking.certain_role
        if role is None or not role.whole:
            continue
        if not any(one.names_invocation for one in role.invocations):
            continue
        told = _told(graph, asking)
        if told and not any(_may_use(graph, one, each) for one in role.statements for each in told):
            yield _fault(asking, role, told[0])


def _fault(asking: Function, role: Role, told: Told) -> Fault:
    named = [one.shown for statement in role.invocations for one in statement.resources]
    return fault(
        told.at,
        told.at.name,
        function=asking.resource.logical_id,
        role=role.resource.logical_id,
        endpoint=told.called,
        others=named[0] if named else "others",
    )


def _told(graph: Graph, asking: Function) -> list[Told]:
    """The endpoints that a function is told of; none where it is not all known of which."""
    variables = asking.variables
    found = []
    for name, value in variables.entries.items() if variables.complete else ():
        endpoint = graph.endpoint_behind(value)
        if endpoint is not None:
            found.append(Told(value, endpoint))
        elif _TELLS_NAME.search(name) and _NAME.fullmatch(value.text or ""):
            found.append(Told(value, None))
        elif _ENDPOINT in name.upper() and _ADDRESS not in (value.text or ""):
            return []
    unknown = len(variables.entries) != len(variables.parts)
    return [] if unknown or not any(_ENDPOINT in each.at.name.upper() for each in found) else found


def _may_use(graph: Graph, statement: Statement, told: Told) -> bool:
    """Whether a statement may let the function invoke an endpoint, or do something else for which it is told of it."""
    if statement.may_allow(ASSUME):
        return True
    if not statement.value["Effect"].unknown and not statement.allows:
        return False
    actions = [(action.pattern or "*").lower() for action in statement.actions]
    if any(action.startswith(OTHER_USES) for action in actions):
        return True
    asks = any(map(statement.may_allow, INVOKE_ACTIONS)) or any(action.startswith(_SAGEMAKER) for action in actions)
    return asks and may_reach(graph, statement, told)


def _may_invoke(named: str) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": INVOKE, "Resource": ref(named)}
    told = {"ENDPOINT_NAME": att("Endpoint", "EndpointName")}
    return template(serverless(), function(endpoint=None, variables=told, statements=[statement]))


RULE = Rule(
    id="SW928",
    title="role may invoke another endpoint than its function is told of",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html",
    message="{found} tells {function} of {endpoint}, but its role {role} may not invoke that: it names {others}",
    fix="Name the ARN of {endpoint} in the statement of {role}.",
    check=_check,
    wrong=lambda: _may_invoke("Config"),
    right=lambda: _may_invoke("Endpoint"),
)
