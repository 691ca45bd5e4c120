"""A WebSocket API closes the connection of whoever sends a larger message, and the function never sees it."""

from collections.abc import Iterator

from sagewire.limits import WEB_SOCKET_MESSAGE
from sagewire.validator.graph import Graph
from sagewire.validator.graph.way_in import WEB_SOCKET_API
from sagewire.validator.loads.payloads import brought, called, once, paths_by
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import serverless
from sagewire.validator.samples.waiting import prompt_function, web_socket_api
from sagewire.validator.severity import Severity

_MOST = WEB_SOCKET_MESSAGE.value


def _check(graph: Graph) -> Iterator[Fault]:
    return once(_found(graph))


def _found(graph: Graph) -> Iterator[Fault]:
    for path, _ in paths_by(graph, WEB_SOCKET_API):
        request = brought(path)
        if request.number is not None and request.number > _MOST:
            yield fault(request, request.number, path=path, what=called(request))


RULE = Rule(
    id="SW311",
    title="request is larger than a WebSocket message",
    severity=Severity.ERROR,
    why=__doc__,
    limit=WEB_SOCKET_MESSAGE,
    message="{what} have {found} B, as stated; a message of a WebSocket API has {limit} at most",
    fix="Send less, or send where the request lies.",
    check=_check,
    wrong=lambda: template(serverless(), prompt_function(stated={"requestBytes": _MOST + 1}), web_socket_api()),
    right=lambda: template(serverless(), prompt_function(stated={"requestBytes": _MOST}), web_socket_api()),
)
