"""An asynchronous endpoint is asked by InvokeEndpointAsync alone, and all others by InvokeEndpoint or by
InvokeEndpointWithResponseStream, each of which is an action of its own. A function whose role allows the other one is
denied each call.
"""

from collections.abc import Iterator

from sagewire.published_metrics import ASYNCHRONOUS
from sagewire.validator.graph import Graph
from sagewire.validator.graph.endpoint import Endpoint
from sagewire.validator.graph.function import Function
from sagewire.validator.graph.role import INVOKE, INVOKE_ASYNC, INVOKE_STREAM, Role
from sagewire.validator.graph.statement import Statement
from sagewire.validator.nouns import NOUNS
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import asynchronous
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for asking, role, endpoint in _asked(graph) if graph.complete else ():
        kind = endpoint.kind
        statement = next((one for one in role.invocations if endpoint in _named(graph, one)), None)
        if kind is None or statement is None:
            continue
        needed = (INVOKE_ASYNC,) if kind == ASYNCHRONOUS else (INVOKE, INVOKE_STREAM)
        if any(role.denies(action, endpoint.resource) for action in needed):  # it may well name the right ones
            continue
        if all(role.lacks(action, endpoint.resource) for action in needed):
            yield fault(
                statement.value["Action"],
                ", ".join(action.shown for action in statement.actions),
                limit=needed[0],
                function=asking.resource.logical_id,
                endpoint=endpoint.resource.logical_id,
                role=role.resource.logical_id,
                kind=NOUNS[kind],
            )


def _asked(graph: Graph) -> Iterator[tuple[Function, Role, Endpoint]]:
    """The functions whose environment names one endpoint, each with its role; a role that several have once."""
    seen: set[tuple[Role, Endpoint]] = set()
    for asking in graph.invokers:
        role, named = asking.certain_role, asking.named_endpoints
        if role is not None and len(named) == 1 and (role, named[0]) not in seen:
            seen.add((role, named[0]))
            yield asking, role, named[0]


def _named(graph: Graph, statement: Statement) -> list[Endpoint]:
    """The endpoints that a statement names: what is allowed on all may be meant for others."""
    return graph.endpoints_in(statement.value["Resource"])


RULE = Rule(
    id="SW905",
    title="role allows the wrong way of asking",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html",
    message="{role} allows {found} on {endpoint}, {kind}, which {function} can only ask with {limit}",
    fix="Allow {limit} on {endpoint}.",
    check=_check,
    wrong=lambda: template(asynchronous(), function()),
    right=lambda: template(asynchronous(), function(action=INVOKE_ASYNC)),
)
