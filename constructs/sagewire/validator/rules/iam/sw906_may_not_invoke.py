"""A function that is told an endpoint's name, but whose role allows nothing in SageMaker and no other role, is denied
each call. So is one whose role denies what it allows: a Deny outweighs each Allow. Says nothing where the function may
want the name for something else: for metrics, or to scale.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.endpoint import Endpoint
from sagewire.validator.graph.function import Function
from sagewire.validator.graph.role import INVOKE, INVOKE_ACTIONS, Role
from sagewire.validator.graph.statement import Statement
from sagewire.validator.permissions.invocable import OTHER_USES
from sagewire.validator.permissions.trust import ASSUME
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import att, template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity
from sagewire.validator.value import Value

_ALLOWS_NOTHING, _DENIES = "allows nothing in SageMaker", "denies what it allows"
# What the fix says besides.
_BESIDES = {_ALLOWS_NOTHING: "", _DENIES: ", and do not deny it"}
_USES = ("sagemaker:", ASSUME.lower(), *OTHER_USES)


def _check(graph: Graph) -> Iterator[Fault]:
    for asking in graph.functions if graph.complete else ():
        role = asking.certain_role
        if role is None or not role.whole:
            continue
        for named, endpoint in _told(graph, asking):
            if (how := _how_denied(role, endpoint)) is not None:
                yield fault(
                    named,
                    named.name,
                    function=asking.resource.logical_id,
                    endpoint=endpoint.resource.logical_id,
                    role=role.resource.logical_id,
                    how=how,
                    besides=_BESIDES[how],
                )


def _how_denied(role: Role, endpoint: Endpoint) -> str | None:
    """How a role keeps a function from an endpoint; None where it may not."""
    if not any(map(_may_use, role.statements)):
        return _ALLOWS_NOTHING
    named = [action for action in INVOKE_ACTIONS if any(one.covers(action) for one in role.invocations)]
    another = any(one.may_allow(ASSUME) for one in role.statements)
    meant = any(one.names_invocation for one in role.invocations) and not another
    denied = meant and all(role.denies(action, endpoint.resource) for action in named)
    return _DENIES if denied else None


def _told(graph: Graph, asking: Function) -> Iterator[tuple[Value, Endpoint]]:
    for name, value in asking.variables.entries.items():
        endpoint = graph.endpoint_behind(value) if "ENDPOINT" in name.upper() else None
        if endpoint is not None:
            yield value, endpoint


def _may_use(statement: Statement) -> bool:
    if not statement.value["Effect"].unknown and not statement.allows:
        return False
    named = any((action.pattern or "").lower().startswith(_USES) for action in statement.actions)
    return named or any(map(statement.may_allow, (*INVOKE_ACTIONS, ASSUME)))


RULE = Rule(
    id="SW906",
    title="role may not invoke the endpoint that its function is told",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/security_iam_id-based-policy-examples.html",
    message="{found} tells {function} of {endpoint}, but its role {role} {how}",
    fix=f"Allow the role {INVOKE}, or InvokeEndpointAsync for an asynchronous endpoint, on {{endpoint}}{{besides}}.",
    check=_check,
    wrong=lambda: template(
        serverless(), function(endpoint=None, variables={"ENDPOINT_NAME": att("Endpoint", "EndpointName")})
    ),
    right=lambda: template(serverless(), function()),
)
