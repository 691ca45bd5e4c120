"""APIs before a function: how long each of them waits for it, and whether its caller has the answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sagewire import limits
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

if TYPE_CHECKING:
    from sagewire.validator.graph import Graph
    from sagewire.validator.graph.role import Role

HTTP_API = "HTTP API"
REST_API = "REST API"
WEB_SOCKET_API = "WebSocket API"
EDGE = "EDGE"
METHOD = "AWS::ApiGateway::Method"
INTEGRATION = "AWS::ApiGatewayV2::Integration"
_WAIT = {
    HTTP_API: limits.HTTP_API_TIMEOUT,
    REST_API: limits.REST_API_TIMEOUT,
    WEB_SOCKET_API: limits.WEB_SOCKET_TIMEOUT,
}
_HOW_INVOKED = "integration.request.header.X-Amz-Invocation-Type"
_IN_DOCUMENT = "x-amazon-apigateway-integration"


@dataclass(frozen=True, kw_only=True, eq=False)
class Integration:
    """What an API does with a request.

    kind: HTTP_API, REST_API or WEB_SOCKET_API. uri: what it calls. waits: where the milliseconds stand that it waits.
    mode: how it passes the response on, where it may choose. invoked: how Lambda is to call the function.
    type: "AWS_PROXY" and the like, which a document may write in small letters. method: HTTP's, by which it calls.
    credentials: as which role it calls. parameters, templates: what it makes of headers and the like, and of bodies.
    """

    kind: str
    uri: Value
    waits: Value
    mode: Value | None = None
    invoked: Value | None = None
    type: Value | None = None
    method: Value | None = None
    credentials: Value | None = None
    parameters: Value | None = None
    templates: Value | None = None

    @property
    def streams(self) -> bool:
        """Whether the caller may get the response bit by bit, for which other limits hold."""
        return self.mode is not None and not self.mode.absent and self.mode.text != "BUFFERED"

    @property
    def certainly_streams(self) -> bool:
        """Whether it is a REST API's, and certainly to pass the response on bit by bit."""
        return self.kind == REST_API and self.mode is not None and self.mode.text == "STREAM"

    @property
    def type_name(self) -> str | None:
        """The type in capitals, if it is known."""
        named = self.type.text if self.type is not None else None
        return named.upper() if named else None

    @property
    def seconds(self) -> float | None:
        """How long it waits: its kind's own default where nothing is said; None if it is not known."""
        if not self.waits.absent:
            return None if self.waits.number is None else self.waits.number / 1000
        return None if self.streams else _WAIT[self.kind].value

    @property
    def asynchronous(self) -> bool:
        """Whether Lambda may be asked to call the function later, so that nobody waits for it."""
        invoked = self.invoked
        return invoked is not None and not invoked.absent and invoked.text != "'RequestResponse'"


def certain_role(graph: Graph, integration: Integration) -> Role | None:
    """The role as which an integration calls, where it certainly does, if it is among the templates."""
    credentials = integration.credentials
    return graph.role_behind(credentials) if credentials is not None and credentials.present else None


def integrations(graph: Graph) -> Iterator[Integration]:
    """Those of all APIs: resources of their own, or parts of an OpenAPI document, or of an API that has just one."""
    for method in graph.of_type(METHOD):
        yield of_method(method)
    for integration in graph.of_type(INTEGRATION):
        yield of_version_2(integration)
    for api in graph.of_type("AWS::ApiGateway::RestApi"):
        yield from _in_document(REST_API, api["Body"])
    for api in graph.of_type("AWS::ApiGatewayV2::Api"):
        yield from _in_document(HTTP_API, api["Body"])
        if api["Target"].present:
            # CloudFormation has no property for the time that an integration waits which it makes itself.
            yield Integration(kind=HTTP_API, uri=api["Target"], waits=api["TimeoutInMillis"])


def methods(graph: Graph) -> Iterator[tuple[Resource | None, Integration]]:
    """The integrations of REST APIs that are resources of their own, each with its API, if that is known."""
    for method in graph.of_type(METHOD):
        yield method["RestApiId"].reference, of_method(method)


def of_method(method: Resource) -> Integration:
    """That of a method of a REST API."""
    said = method["Integration"]
    return Integration(
        kind=REST_API,
        uri=said["Uri"],
        waits=said["TimeoutInMillis"],
        mode=said["ResponseTransferMode"],
        invoked=said["RequestParameters"][_HOW_INVOKED],
        type=said["Type"],
        method=said["IntegrationHttpMethod"],
        credentials=said["Credentials"],
        parameters=said["RequestParameters"],
        templates=said["RequestTemplates"],
    )


def of_version_2(integration: Resource) -> Integration:
    """That of an HTTP API or a WebSocket API; an API that is not known is taken for an HTTP API, which waits longer."""
    api = integration["ApiId"].reference
    web_socket = api is not None and api["ProtocolType"].text == "WEBSOCKET"
    return Integration(
        kind=WEB_SOCKET_API if web_socket else HTTP_API,
        uri=integration["IntegrationUri"],
        waits=integration["TimeoutInMillis"],
        invoked=integration["RequestParameters"][_HOW_INVOKED],
        type=integration["IntegrationType"],
        method=integration["IntegrationMethod"],
        credentials=integration["CredentialsArn"],
    )


def edge_optimized(api: Resource) -> bool | None:
    """Whether a REST API is edge-optimized, as it is where nothing is said; None where that is said elsewhere."""
    types = api["EndpointConfiguration"]["Types"]
    if types.present and types.complete:
        return EDGE in [listed.text for listed in types.elements]
    elsewhere = ("Body", "BodyS3Location", "CloneFrom", "Parameters")
    return True if types.absent and all(api[name].absent for name in elsewhere) else None


def _in_document(kind: str, document: Value) -> Iterator[Integration]:
    """Those of an OpenAPI document."""
    for path in document["paths"].entries.values():
        for operation in path.entries.values():
            said = operation[_IN_DOCUMENT]
            if said.present:
                yield Integration(
                    kind=kind,
                    uri=said["uri"],
                    waits=said["timeoutInMillis"],
                    mode=said["responseTransferMode"],
                    invoked=said["requestParameters"][_HOW_INVOKED],
                    type=said["type"],
                    method=said["httpMethod"],
                    credentials=said["credentials"],
                    parameters=said["requestParameters"],
                    templates=said["requestTemplates"],
                )
