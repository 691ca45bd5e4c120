"""Whoever finds the address may ask the model, as often as they like: the account pays for the endpoint, and for the
function before it. A route, or method, without authorization and without an API key stands open like that.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.api import METHOD
from sagewire.validator.graph.function import Function
from sagewire.validator.inference import Inference
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import rest_api
from sagewire.validator.samples.serving import serverless
from sagewire.validator.samples.waiting import prompt_function
from sagewire.validator.severity import Severity
from sagewire.validator.template import Resource

_ROUTE = "AWS::ApiGatewayV2::Route"
_CONNECT = "$connect"
_FIREWALL = "AWS::WAFv2::WebACLAssociation"


def _check(graph: Graph) -> Iterator[Fault]:
    functions = graph.view(Inference).functions
    asked = {call.resource: call.called for call in graph.direct_calls}
    for part in graph.of_type(METHOD, _ROUTE):
        api = part["RestApiId" if part.type == METHOD else "ApiId"].reference
        called = functions & _called(graph, part, api)
        if api is not None and (called or part in asked) and _open_to_all(graph, part, api):
            names = " and ".join(sorted(function.resource.logical_id for function in called))
            behind = f"{names}, and the model behind" if called else asked[part]
            yield fault(part["AuthorizationType"], "no authorization", behind=behind)


def _called(graph: Graph, part: Resource, api: Resource | None) -> list[Function]:
    """The functions behind a method, a route, or a connection, which lets in who connects to all routes."""
    if part.type == METHOD:
        return graph.functions_in(part["Integration"]["Uri"])
    if api is None or api["ProtocolType"].text != "WEBSOCKET":
        return _behind(graph, part)
    if part["RouteKey"].text != _CONNECT:
        return []
    routes = [route for route in graph.of_type(_ROUTE) if route["ApiId"].reference is api]
    return [function for route in routes for function in _behind(graph, route)]


def _behind(graph: Graph, route: Resource) -> list[Function]:
    integrations = [named for named in route["Target"].mentions if named.type == "AWS::ApiGatewayV2::Integration"]
    return [function for named in integrations for function in graph.functions_in(named["IntegrationUri"])]


def _open_to_all(graph: Graph, part: Resource, api: Resource) -> bool:
    """Whether a method or a route asks for nothing, and nothing that stands before its API is known to ask either."""
    kind = part["AuthorizationType"]
    asks_nothing = kind.absent or kind.text == "NONE"
    key = part["ApiKeyRequired"]
    return asks_nothing and (key.absent or key.flag is False) and not _guarded(graph, part, api)


def _guarded(graph: Graph, part: Resource, api: Resource) -> bool:
    """Whether the API is private, or has a policy, an own domain alone, or a firewall; preflights need no guard."""
    kinds = api["EndpointConfiguration"]["Types"]
    private = any(kind.text == "PRIVATE" for kind in kinds.elements) or not kinds.complete
    own_domain = not (api["DisableExecuteApiEndpoint"].absent or api["DisableExecuteApiEndpoint"].flag is False)
    # An empty text is how the Serverless Framework writes that there is none.
    policy = not (api["Policy"].absent or api["Policy"].text == "")
    method = (part["HttpMethod"].text or part["RouteKey"].text or "").partition(" ")[0]
    return private or own_domain or method == "OPTIONS" or policy or api in graph.view(_behind_firewall)


def _behind_firewall(graph: Graph) -> frozenset[Resource]:
    associated = [named for one in graph.of_type(_FIREWALL) for named in one["ResourceArn"].mentions]
    stages = [named for stage in associated for name in ("RestApiId", "ApiId") for named in stage[name].mentions]
    return frozenset([*associated, *stages])


RULE = Rule(
    id="SW916",
    title="API that anybody may call",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html",
    message="{resource} has {found} and asks for no API key: anybody may call {behind}",
    fix="Set AuthorizationType to AWS_IAM, JWT, CUSTOM or COGNITO_USER_POOLS, or ask for an API key.",
    check=_check,
    wrong=lambda: template(serverless(), prompt_function(), rest_api(method={"AuthorizationType": "NONE"})),
    right=lambda: template(serverless(), prompt_function(), rest_api()),
)
