"""Way in: a route of a WebSocket API invokes the function, which posts its results to the connection.

A WebSocket API waits 29 s for an integration, and a stream may take minutes. So it hands the message over and does not
wait: Lambda is invoked asynchronously. Lambda would then try a failed message again, and the client would get the
first parts twice; so the function is tried once, and what it failed on goes to the dead-letter queue.
"""

import json

from aws_cdk import aws_apigatewayv2 as apigatewayv2
from aws_cdk import aws_apigatewayv2_authorizers as authorizers
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from sagewire import permissions, pseudo
from sagewire.acknowledgements import acknowledge
from sagewire.arguments import refuse_beside
from sagewire.invokers.access_log import WEB_SOCKET_LINE, access_log
from sagewire.making import make
from sagewire.role import service_principal

_STAGE = "prod"
_CONNECT = "$connect"
_RESERVED = (_CONNECT, "$disconnect")
_CfnStage = apigatewayv2.CfnStage
_AUTHORIZED_ONCE = "a WebSocket API authorizes callers when they connect, on $connect, and has no authorizer elsewhere"

# https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-integration-async.html
_ASYNCHRONOUSLY = {"integration.request.header.X-Amz-Invocation-Type": "'Event'"}
_CONTEXT = ("apiId", "connectionId", "domainName", "eventType", "messageId", "requestId", "routeKey", "stage")
# escapeJavaScript writes \' for ', which JSON does not know.
_BODY = """$util.escapeJavaScript($input.body).replaceAll("\\\\'","'")"""
# The event of a proxy integration, which cannot be invoked asynchronously:
# https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
EVENT_TEMPLATE = (
    f'{{"requestContext":{json.dumps({name: f"$context.{name}" for name in _CONTEXT})},'
    f'"isBase64Encoded":false,"body":"{_BODY}"}}'
)


def check_route(
    route: str,
    *,
    stage: apigatewayv2.IWebSocketStage | None,
    authorizer: apigatewayv2.IWebSocketRouteAuthorizer | None,
) -> None:
    """Raise ValueError for a route that carries no message, or an authorizer where callers are authorized already."""
    if stage is not None:
        refuse_beside("stage", {"authorizer": authorizer})
    if route in _RESERVED or not route:
        raise ValueError(
            f"route is {route!r}; allowed are '$default', for every message, or the value of its action property, such"
            " as 'infer'"
        )


def web_socket_stage(
    scope: Construct,
    id: str,
    *,
    authorizer: apigatewayv2.IWebSocketRouteAuthorizer | None,
    encryption_key: kms.IKey | None,
) -> apigatewayv2.WebSocketStage:
    """An API of its own, with a stage; whoever connects is authorized by IAM unless another authorizer is given."""
    api = make(apigatewayv2.WebSocketApi, scope, id)
    api.add_route(
        _CONNECT,
        integration=integrations.WebSocketMockIntegration(
            "Connect", request_templates={"200": '{"statusCode":200}'}, template_selection_expression="200"
        ),
        authorizer=authorizers.WebSocketIamAuthorizer() if authorizer is None else authorizer,
    )
    stage = make(
        apigatewayv2.WebSocketStage,
        scope,
        f"{id}Stage",
        web_socket_api=api,
        stage_name=_STAGE,
        auto_deploy=True,
    )
    resource = stage.node.default_child
    assert isinstance(resource, _CfnStage)
    resource.access_log_settings = _CfnStage.AccessLogSettingsProperty(
        destination_arn=access_log(scope, id, encryption_key=encryption_key), format=WEB_SOCKET_LINE
    )
    return stage


def web_socket_route(
    scope: Construct, id: str, *, function: lambda_.Function, stage: apigatewayv2.IWebSocketStage, route: str
) -> apigatewayv2.WebSocketRoute:
    """The route whose messages the function gets; the function may post to the connections of this stage alone."""
    api_id, stage_name = stage.api.api_id, stage.stage_name
    made = make(
        apigatewayv2.WebSocketRoute,
        scope,
        f"{id}Route",
        web_socket_api=stage.api,
        route_key=route,
        integration=integrations.WebSocketAwsIntegration(
            "Integration",
            integration_uri=_invocation_uri(function),
            integration_method="POST",
            passthrough_behavior=apigatewayv2.PassthroughBehavior.NEVER,
            request_parameters=_ASYNCHRONOUSLY,
            request_templates={"$default": EVENT_TEMPLATE},
            template_selection_expression=r"\$default",
        ),
    )
    acknowledge(made, {"AwsSolutions-APIG4": _AUTHORIZED_ONCE})
    function.add_permission(
        f"{id}Permission",
        principal=service_principal("apigateway.amazonaws.com"),
        source_arn=f"{permissions.api_arn(api_id)}/{stage_name}/{route}",
    )
    permissions.manage_connections(api_id, stage_name).grant_to(function)
    return made


def _invocation_uri(function: lambda_.Function) -> str:
    service = f"arn:{pseudo.partition()}:apigateway:{pseudo.region()}:lambda"
    return f"{service}:path/2015-03-31/functions/{function.function_arn}/invocations"
