"""Way in: a method of a REST API invokes the function (payload format 1.0)."""

from collections.abc import Iterable
from dataclasses import dataclass

from aws_cdk import Duration
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct, IConstruct

from sagewire import pseudo
from sagewire.acknowledgements import acknowledge
from sagewire.amounts import in_seconds
from sagewire.arguments import check_known, check_range, refuse_beside
from sagewire.invokers.access_log import REST_API_LINE, access_log
from sagewire.invokers.function import FunctionSettings
from sagewire.limits import REST_API_RAISED_TIMEOUT, REST_API_TIMEOUT
from sagewire.making import make

_Stage = apigateway.CfnStage
_STAGE = "prod"
_ADDED = "https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_apigateway-readme.html#breaking-up-methods-and-resources-across-stacks"
_FIREWALL = "a web ACL belongs to whoever runs the API, and every caller is authorized before the function is invoked"
# The types that need an authorizer, and what makes one.
_AUTHORIZERS = {
    apigateway.AuthorizationType.COGNITO: "CognitoUserPoolsAuthorizer(...)",
    apigateway.AuthorizationType.CUSTOM: "TokenAuthorizer(...) or RequestAuthorizer(...)",
}
_USER_POOL = "the callers are authorized otherwise: by IAM, unless the app gives another authorizer"


@dataclass(frozen=True, kw_only=True)
class Authorization:
    """Who may call: an authorizer where there is one, or else a type that needs none."""

    authorizer: apigateway.IAuthorizer | None
    type: apigateway.AuthorizationType

    @property
    def checked(self) -> bool:
        """Whether anyone is turned away."""
        return self.authorizer is not None or self.type is not apigateway.AuthorizationType.NONE


def authorization(
    authorizer: apigateway.IAuthorizer | None, type: apigateway.AuthorizationType | None
) -> Authorization:
    """Who may call: IAM decides where nothing is given. Raises ValueError for both, or an authorizer's type."""
    if authorizer is not None:
        refuse_beside("authorizer", {"authorization_type": type})
    elif type in _AUTHORIZERS:
        raise ValueError(
            f"authorization_type is {type.name} and no authorizer is given: give authorizer={_AUTHORIZERS[type]}, which"
            " says the type as well"
        )
    return Authorization(authorizer=authorizer, type=type or apigateway.AuthorizationType.IAM)


def rest_method(
    scope: Construct,
    id: str,
    *,
    function: lambda_.IFunction,
    api: apigateway.IRestApi | None,
    path: str,
    authorization: Authorization,
    wait: float,
    settings: FunctionSettings,
) -> apigateway.Method:
    """A POST method, which alone may invoke the function; of an API made here, with these settings, or a given one."""
    validator = None
    if api is None:
        api = _rest_api(scope, id, settings)
        validator = _validator(scope, id, api)
    method = api.root.resource_for_path(path).add_method(
        "POST",
        apigateway.LambdaIntegration(function, allow_test_invoke=False, timeout=pseudo.seconds(wait)),
        authorizer=authorization.authorizer,
        authorization_type=None if authorization.authorizer else authorization.type,
        request_validator=validator,
    )
    if authorization.checked:
        acknowledge(method, {"AwsSolutions-COG4": _USER_POOL})
    return method


def seconds_waited(timeout: Duration | None) -> float:
    """How long the API waits for the function.

    Raises:
        ValueError: For a time outside 1 to 300 s, or one that is known at deployment only.
    """
    if timeout is None:
        return REST_API_TIMEOUT.value
    seconds = in_seconds("timeout", timeout)
    check_known("timeout", seconds)
    check_range("timeout", seconds, REST_API_RAISED_TIMEOUT)
    return seconds


def check_stacks(scope: Construct, api: apigateway.IRestApi | None, referred: Iterable[IConstruct]) -> None:
    """Raise ValueError where the API's stack, which gets the method, would need the invoker's and the other way round.

    referred: what the invoker refers to in whichever stack it is.
    """
    if api is None or pseudo.stack_of(api) is pseudo.stack_of(scope):
        return
    for each in referred:
        if pseudo.stack_of(each) is pseudo.stack_of(api) and each.node.default_child is not None:
            raise ValueError(
                f"api {api.node.path} is in a stack with {each.node.path}, which {scope.node.path} in another stack"
                " refers to, and the API's method would refer to the invoker, so that each stack would need the other:"
                " put the invoker beside the API, or give the API as"
                f" RestApi.from_rest_api_attributes(...) in the invoker's stack ({_ADDED})"
            )


def check_raised(api: apigateway.IRestApi | None, wait: float) -> None:
    """Raise ValueError for an edge-optimized API that is to wait longer than any quota lets it."""
    resource = api.node.default_child if api is not None and wait > REST_API_TIMEOUT.value else None
    if api is None or not isinstance(resource, apigateway.CfnRestApi) or _defined_elsewhere(resource):
        return
    configuration = pseudo.stack_of(api).resolve(resource.endpoint_configuration) or {}
    if "EDGE" in configuration.get("types", ["EDGE"]):
        raise ValueError(
            f"timeout is {wait:g} s, and the API {api.node.path} is edge-optimized, as it is where it does not say;"
            f" allowed are 1 to {REST_API_TIMEOUT.value} s, which AWS raises for Regional and private APIs only: give"
            f" the API endpoint_types=[apigateway.EndpointType.REGIONAL] ({REST_API_RAISED_TIMEOUT.source})"
        )


def _defined_elsewhere(resource: apigateway.CfnRestApi) -> bool:
    """Whether an OpenAPI document says what the API is like."""
    return resource.body is not None or resource.body_s3_location is not None


def check_buffered(mode: apigateway.ResponseTransferMode | None) -> None:
    """Raise ValueError for a response that is to be streamed, which this function's runtime does not do."""
    if mode not in (None, apigateway.ResponseTransferMode.BUFFERED):
        raise ValueError(
            f"response_transfer_mode is {mode.name}; allowed is BUFFERED: to stream through a REST API, the function"
            " itself must stream, which of Lambda's managed runtimes only Node.js does, and this function is Python"
            " (https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode.html): collect the"
            " endpoint's stream with stream=ResponseStream.collected(...), or post it part by part to a WebSocket"
            " connection with stream=ResponseStream.to_connection() and add_web_socket_api"
        )


def _rest_api(scope: Construct, id: str, settings: FunctionSettings) -> apigateway.RestApi:
    key = settings.encryption_key
    api = make(
        apigateway.RestApi,
        scope,
        id,
        endpoint_types=[apigateway.EndpointType.REGIONAL],
        # A response is decoded from base64 only where its caller accepts a listed type, and few callers say what.
        binary_media_types=["*/*"],
        cloud_watch_role=False,
        deploy_options=apigateway.StageOptions(
            stage_name=_STAGE,
            logging_level=apigateway.MethodLoggingLevel.ERROR,
            data_trace_enabled=False,
            tracing_enabled=settings.tracing is lambda_.Tracing.ACTIVE,
        ),
    )
    stage = api.deployment_stage.node.default_child
    assert isinstance(stage, _Stage)
    stage.access_log_setting = _Stage.AccessLogSettingProperty(
        destination_arn=access_log(scope, id, encryption_key=key), format=REST_API_LINE
    )
    stage.node.add_dependency(_execution_log(scope, id, api, encryption_key=key))
    acknowledge(api.deployment_stage, {"AwsSolutions-APIG3": _FIREWALL})
    return api


def _validator(scope: Construct, id: str, api: apigateway.RestApi) -> apigateway.RequestValidator:
    """It has nothing to hold a request against until the app adds a model or a parameter to the method."""
    return make(
        apigateway.RequestValidator,
        scope,
        f"{id}Validator",
        rest_api=api,
        validate_request_body=True,
        validate_request_parameters=True,
    )


def _execution_log(
    scope: Construct, id: str, api: apigateway.RestApi, *, encryption_key: kms.IKey | None
) -> logs.LogGroup:
    """The log group that API Gateway would make itself, and keep for ever."""
    name = f"API-Gateway-Execution-Logs_{api.rest_api_id}/{_STAGE}"
    retention = logs.RetentionDays.THREE_MONTHS
    return make(
        logs.LogGroup,
        scope,
        f"{id}ExecutionLogs",
        log_group_name=name,
        retention=retention,
        encryption_key=encryption_key,
    )
