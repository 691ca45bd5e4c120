"""A function that is told an endpoint's name, but whose role allows nothing in SageMaker and no other role, is denied
each call. Says nothing where the function may want the name for something else: for metrics, or to scale.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.endpoint import Endpoint
from sagewire.validator.graph.function import Function
from sagewire.validator.graph.role import INVOKE, INVOKE_ACTIONS, Statement
from sagewire.validator.permissions.invocable import OTHER_USES
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import att, template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity
from sagewire.validator.value import Value

_ASSUME = "sts:AssumeRole"
_USES = ("sagemaker:", "sts:assumerole", *OTHER_USES)


def _check(graph: Graph) -> Iterator[Fault]:
    for asking in graph.functions if graph.complete else ():
        role = asking.role
        if role is None or not asking["Role"].present or not role.whole or any(map(_may_use, role.statements)):
            continue
        for named, endpoint in _told(graph, asking):
            function, asked = asking.resource.logical_id, endpoint.resource.logical_id
            yield fault(named, named.name, function=function, endpoint=asked, role=role.resource.logical_id)


def _told(graph: Graph, asking: Function) -> Iterator[tuple[Value, Endpoint]]:
    for name, value in asking.variables.entries.items():
        endpoint = graph.endpoint_behind(value) if "ENDPOINT" in name.upper() else None
        if endpoint is not None:
            yield value, endpoint


def _may_use(statement: Statement) -> bool:
    if not statement.value["Effect"].unknown and not statement.allows:
        return False
    named = any((action.pattern or "").lower().startswith(_USES) for action in statement.actions)
    return named or any(map(statement.may_allow, (*INVOKE_ACTIONS, _ASSUME)))


RULE = Rule(
    id="SW906",
    title="role may not invoke the endpoint that its function is told",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/security_iam_id-based-policy-examples.html",
    message="{found} tells {function} of {endpoint}, but its role {role} allows nothing in SageMaker",
    fix=f"Allow the role {INVOKE}, or InvokeEndpointAsync for an asynchronous endpoint, on {{endpoint}}.",
    check=_check,
    wrong=lambda: template(
        serverless(), function(endpoint=None, variables={"ENDPOINT_NAME": att("Endpoint", "EndpointName")})
    ),
    right=lambda: template(serverless(), function()),
)
