"""Way in: a route of an HTTP API invokes the function (payload format 2.0)."""

from typing import cast

from aws_cdk import aws_apigatewayv2 as apigatewayv2
from aws_cdk import aws_apigatewayv2_authorizers as authorizers
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from sagewire.invokers.access_log import HTTP_API_LINE, access_log
from sagewire.making import make
from sagewire.pseudo import is_token

_Stage = apigatewayv2.CfnStage
_INTEGRATION = "Integration"


def http_route(
    scope: Construct,
    id: str,
    *,
    function: lambda_.IFunction,
    api: apigatewayv2.IHttpApi | None,
    path: str,
    authorizer: apigatewayv2.IHttpRouteAuthorizer | None,
    encryption_key: kms.IKey | None,
) -> apigatewayv2.HttpRoute:
    """A route for POST requests; it alone may invoke the function. Raises ValueError for what is no path.

    encryption_key: for the log of an API that is made here.
    """
    _check_path(path)
    route = make(
        apigatewayv2.HttpRoute,
        scope,
        f"{id}Route",
        http_api=_http_api(scope, id, encryption_key=encryption_key) if api is None else api,
        route_key=apigatewayv2.HttpRouteKey.with_(path, apigatewayv2.HttpMethod.POST),
        integration=integrations.HttpLambdaIntegration(_INTEGRATION, function),
        authorizer=authorizers.HttpIamAuthorizer() if authorizer is None else authorizer,
    )
    # CDK's permission is for every method of the path.
    permission = route.node.find_child(f"{_INTEGRATION}-Permission")
    cast("lambda_.CfnPermission", permission).source_arn = route.route_arn
    return route


def _http_api(scope: Construct, id: str, *, encryption_key: kms.IKey | None) -> apigatewayv2.HttpApi:
    api = make(apigatewayv2.HttpApi, scope, id)
    assert api.default_stage is not None
    stage = api.default_stage.node.default_child
    assert isinstance(stage, _Stage)
    stage.access_log_settings = _Stage.AccessLogSettingsProperty(
        destination_arn=access_log(scope, id, encryption_key=encryption_key), format=HTTP_API_LINE
    )
    return api


def _check_path(path: str) -> None:
    if not is_token(path) and path != "/" and (not path.startswith("/") or path.endswith("/")):
        raise ValueError(
            f"path is {path!r}; allowed are '/' and what starts, and does not end, with one: '/invocations'"
        )
