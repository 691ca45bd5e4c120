"""A REST API in front of the function: bodies of any type, who may call, what it logs, and what it would cut off."""

import json
from pathlib import Path

import pytest
from aws_cdk import App, Duration, Size, Stack, Token
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs

from sagewire import AsyncEndpoint, Endpoint, LambdaInvoker, Model, RealTimeEndpoint, ResponseStream
from tests.invokers.judged import faults
from tests.models import IMAGE
from tests.templates import only, resources, statements

SHORT = Duration.seconds(19)


@pytest.fixture
def model(stack: Stack) -> Model:
    return Model(stack, "Model", image=IMAGE)


@pytest.fixture
def endpoint(stack: Stack, model: Model) -> RealTimeEndpoint:
    return RealTimeEndpoint(stack, "Endpoint", model=model, instance_type="ml.c7i.large")


@pytest.fixture
def invoker(stack: Stack, endpoint: Endpoint) -> LambdaInvoker:
    return LambdaInvoker(stack, "Invoker", endpoint=endpoint, deadline=SHORT)


def test_one_method_that_iam_guards(stack: Stack, invoker: LambdaInvoker) -> None:
    invoker.add_rest_api()
    method = only(stack, "AWS::ApiGateway::Method")
    assert (method["HttpMethod"], method["AuthorizationType"]) == ("POST", "AWS_IAM")
    assert method["Integration"]["Type"] == "AWS_PROXY"
    assert method["Integration"]["TimeoutInMillis"] == 29_000
    assert "ResponseTransferMode" not in method["Integration"]
    assert only(stack, "AWS::ApiGateway::Resource")["PathPart"] == "invocations"
    (validator,) = resources(stack, "AWS::ApiGateway::RequestValidator")
    assert method["RequestValidatorId"] == {"Ref": validator}


def test_the_method_alone_may_invoke_the_function(stack: Stack, invoker: LambdaInvoker) -> None:
    invoker.add_rest_api()
    (stage,) = resources(stack, "AWS::ApiGateway::Stage")
    source = only(stack, "AWS::Lambda::Permission")["SourceArn"]["Fn::Join"][1]
    assert source[-3:] == ["/", {"Ref": stage}, "/POST/invocations"]


def test_bodies_of_any_type_go_both_ways(stack: Stack, invoker: LambdaInvoker) -> None:
    invoker.add_rest_api()
    api = only(stack, "AWS::ApiGateway::RestApi")
    assert api["BinaryMediaTypes"] == ["*/*"]
    assert api["EndpointConfiguration"] == {"Types": ["REGIONAL"]}


def test_it_logs_accesses_and_errors_and_no_body(stack: Stack, invoker: LambdaInvoker) -> None:
    invoker.add_rest_api()
    (stage,) = resources(stack, "AWS::ApiGateway::Stage").values()
    (api,) = resources(stack, "AWS::ApiGateway::RestApi")
    line = json.loads(stage["Properties"]["AccessLogSetting"]["Format"])
    assert line["requestId"] == "$context.requestId"
    assert all(value.startswith("$context.") for value in line.values())
    (settings,) = stage["Properties"]["MethodSettings"]
    assert (settings["LoggingLevel"], settings["DataTraceEnabled"]) == ("ERROR", False)
    (name,) = stage["DependsOn"]
    group = resources(stack, "AWS::Logs::LogGroup")[name]["Properties"]
    assert group["LogGroupName"]["Fn::Join"][1] == ["API-Gateway-Execution-Logs_", {"Ref": api}, "/prod"]
    assert {each["Properties"]["RetentionInDays"] for each in resources(stack, "AWS::Logs::LogGroup").values()} == {90}
    assert resources(stack, "AWS::ApiGateway::Account") == {}


def test_traces_are_as_the_invokers(stack: Stack, endpoint: Endpoint, invoker: LambdaInvoker) -> None:
    invoker.add_rest_api()
    traced = LambdaInvoker(stack, "Traced", endpoint=endpoint, deadline=SHORT, tracing=lambda_.Tracing.ACTIVE)
    traced.add_rest_api()
    stages = resources(stack, "AWS::ApiGateway::Stage").items()
    assert {name[:6]: stage["Properties"]["TracingEnabled"] for name, stage in stages} == {
        "Invoke": False,
        "Traced": True,
    }


def test_its_logs_are_encrypted_as_the_functions(stack: Stack, endpoint: Endpoint) -> None:
    key = kms.Key(stack, "Key")
    LambdaInvoker(stack, "Invoker", endpoint=endpoint, deadline=SHORT, encryption_key=key).add_rest_api()
    groups = resources(stack, "AWS::Logs::LogGroup").values()
    assert [bool(group["Properties"].get("KmsKeyId")) for group in groups] == [True, True, True]


def test_its_callers_are_granted_the_method(stack: Stack, invoker: LambdaInvoker) -> None:
    invoker.add_rest_api(path="models/rank").grant_execute(iam.User(stack, "Caller"))
    (granted,) = [statement for statement in statements(stack) if statement["Action"] == "execute-api:Invoke"]
    assert granted["Resource"]["Fn::Join"][1][-1] == "/POST/models/rank"


def test_an_authorizer_or_nobody_in_place_of_iam(stack: Stack, invoker: LambdaInvoker) -> None:
    authorizer = apigateway.TokenAuthorizer(stack, "Tokens", handler=invoker.function)
    invoker.add_rest_api("Tokens", authorizer=authorizer)
    invoker.add_rest_api("Open", authorization_type=apigateway.AuthorizationType.NONE)
    methods = resources(stack, "AWS::ApiGateway::Method").values()
    assert sorted(method["Properties"]["AuthorizationType"] for method in methods) == ["CUSTOM", "NONE"]
    with pytest.raises(ValueError, match="^authorizer is given together with authorization_type"):
        invoker.add_rest_api("Both", authorizer=authorizer, authorization_type=apigateway.AuthorizationType.IAM)


def test_an_api_that_anyone_may_call_is_found(tmp_path: Path) -> None:
    def make(stack: Stack, endpoint: RealTimeEndpoint) -> None:
        invoker = LambdaInvoker(stack, "Invoker", endpoint=endpoint, deadline=SHORT)
        invoker.add_rest_api(authorization_type=apigateway.AuthorizationType.NONE)

    method = "Test/Invoker/RestApi/Default/invocations/POST/Resource"
    assert {f"AwsSolutions-APIG4 {method}", f"AwsSolutions-COG4 {method}"} <= set(faults(tmp_path, make))


def test_an_api_of_the_apps_own_gets_a_method_and_keeps_the_rest(stack: Stack, invoker: LambdaInvoker) -> None:
    api = apigateway.RestApi(stack, "Api", cloud_watch_role=False)
    assert invoker.add_rest_api(api=api).api is api
    assert "RequestValidatorId" not in only(stack, "AWS::ApiGateway::Method")
    assert "AccessLogSetting" not in only(stack, "AWS::ApiGateway::Stage")
    assert "BinaryMediaTypes" not in only(stack, "AWS::ApiGateway::RestApi")


def test_a_function_that_takes_longer_than_the_api_waits(stack: Stack, endpoint: Endpoint) -> None:
    message = (
        "^add_rest_api on Test/Default: the function may take 80 s, and a REST API gives up after 29 s"
        r" \(https://docs.aws.amazon.com/apigateway/.*\): give the invoker a deadline of at most 19 s, or raise the"
        " account's quota and say so with timeout, or take add_function_url"
    )
    invoker = LambdaInvoker(stack, "Default", endpoint=endpoint)
    with pytest.raises(ValueError, match=message):
        invoker.add_rest_api()
    with pytest.raises(ValueError, match="gives up after 79 s"):
        invoker.add_rest_api(timeout=Duration.seconds(79))
    invoker.add_rest_api(timeout=Duration.seconds(80))
    assert only(stack, "AWS::ApiGateway::Method")["Integration"]["TimeoutInMillis"] == 80_000


def test_a_timeout_that_leaves_no_time_for_the_endpoint(stack: Stack, endpoint: Endpoint) -> None:
    """Of a deadline below 1 s nothing is said: the function's own time alone is longer."""
    invoker = LambdaInvoker(stack, "Default", endpoint=endpoint)
    with pytest.raises(ValueError, match=r"gives up after 5 s \(https://[^ ]*\): raise the account's quota"):
        invoker.add_rest_api(timeout=Duration.seconds(5))


@pytest.mark.parametrize(
    ("types", "refused"),
    [
        (None, True),
        ([apigateway.EndpointType.EDGE], True),
        ([apigateway.EndpointType.REGIONAL], False),
        ([apigateway.EndpointType.PRIVATE], False),
    ],
)
def test_an_edge_optimized_api_waits_no_longer(
    stack: Stack, endpoint: Endpoint, types: list[apigateway.EndpointType] | None, *, refused: bool
) -> None:
    api = apigateway.RestApi(stack, "Api", cloud_watch_role=False, endpoint_types=types)
    invoker = LambdaInvoker(stack, "Invoker", endpoint=endpoint, deadline=SHORT)
    invoker.add_rest_api("InTime", api=api, path="in-time", timeout=Duration.seconds(29))
    if refused:
        message = r"^timeout is 30 s, and the API Test/Api is edge-optimized, .* allowed are 1 to 29 s, .*REGIONAL\]"
        with pytest.raises(ValueError, match=message):
            invoker.add_rest_api("Late", api=api, path="late", timeout=Duration.seconds(30))
    else:
        invoker.add_rest_api("Late", api=api, path="late", timeout=Duration.seconds(30))


@pytest.mark.parametrize("type", [apigateway.AuthorizationType.COGNITO, apigateway.AuthorizationType.CUSTOM])
def test_a_type_that_is_an_authorizers(
    stack: Stack, invoker: LambdaInvoker, type: apigateway.AuthorizationType
) -> None:
    message = f"^authorization_type is {type.name} and no authorizer is given: give authorizer=.*Authorizer"
    with pytest.raises(ValueError, match=message):
        invoker.add_rest_api(authorization_type=type)
    assert resources(stack, "AWS::ApiGateway::RestApi") == {}


def test_an_api_beside_the_endpoint_and_an_invoker_elsewhere(app: App, stack: Stack, endpoint: Endpoint) -> None:
    """The method refers to the function, and the function to the endpoint."""
    api = apigateway.RestApi(stack, "Api", cloud_watch_role=False)
    api.root.add_method("GET")
    elsewhere = Stack(app, "Elsewhere")
    invoker = LambdaInvoker(elsewhere, "Invoker", endpoint=endpoint, deadline=SHORT)
    message = (
        "^api Test/Api is in a stack with Test/Endpoint, which Elsewhere/Invoker .*: put the invoker beside the API, or"
        r" .*RestApi\.from_rest_api_attributes\(\.\.\.\) in the invoker's stack"
    )
    with pytest.raises(ValueError, match=message):
        invoker.add_rest_api(api=api)
    known = apigateway.RestApi.from_rest_api_attributes(
        elsewhere, "Known", rest_api_id=api.rest_api_id, root_resource_id=api.rest_api_root_resource_id
    )
    invoker.add_rest_api(api=known)
    assert only(elsewhere, "AWS::ApiGateway::Method")["HttpMethod"] == "POST"


def test_an_api_beside_a_queue_and_an_invoker_elsewhere(app: App, stack: Stack, endpoint: Endpoint) -> None:
    shared = Stack(app, "Shared")
    api = apigateway.RestApi(shared, "Api", cloud_watch_role=False)
    invoker = LambdaInvoker(stack, "Invoker", endpoint=endpoint, deadline=SHORT)
    invoker.send_results_to(sqs.Queue(shared, "Results"))
    with pytest.raises(ValueError, match="^api Shared/Api is in a stack with Shared/Results, which Test/Invoker"):
        invoker.add_rest_api(api=api)


def test_an_api_and_an_imported_endpoint_in_another_stack(app: App, stack: Stack) -> None:
    """A name is no reference."""
    shared = Stack(app, "Shared")
    api = apigateway.RestApi(shared, "Api", cloud_watch_role=False)
    imported = RealTimeEndpoint.from_endpoint_name(shared, "Endpoint", "ranking")
    LambdaInvoker(stack, "Invoker", endpoint=imported, deadline=SHORT).add_rest_api(api=api)
    assert only(shared, "AWS::ApiGateway::Method")["HttpMethod"] == "POST"


def test_a_timeout_that_no_quota_allows(invoker: LambdaInvoker) -> None:
    with pytest.raises(ValueError, match="^timeout is 301; allowed are 1 to 300 s"):
        invoker.add_rest_api(timeout=Duration.seconds(301))
    with pytest.raises(ValueError, match="^timeout is known at deployment only"):
        invoker.add_rest_api(timeout=Duration.seconds(Token.as_number({"Ref": "Later"})))


def test_an_asynchronous_endpoint_accepts_in_time(stack: Stack, model: Model) -> None:
    endpoint = AsyncEndpoint(stack, "Async", model=model, instance_type="ml.c7i.large")
    invoker = LambdaInvoker(stack, "Invoker", endpoint=endpoint)
    invoker.add_rest_api()
    with pytest.raises(ValueError, match="gives up after 10 s .*: raise the account's quota"):
        invoker.add_rest_api("Hasty", timeout=Duration.seconds(10))


def test_a_body_grows_by_a_third_on_its_way(stack: Stack, endpoint: Endpoint) -> None:
    """`*/*` puts every body into base64, and Lambda takes 6 MiB of that."""
    fits, large = Size.bytes(4_718_592), Size.bytes(4_718_593)
    LambdaInvoker(stack, "Fits", endpoint=endpoint, deadline=SHORT, request=fits).add_rest_api()
    message = (
        "^add_rest_api on Test/Large: request is 4718593; through a REST API, allowed are 0 to 4718592 B, since every"
        " body reaches the function in base64"
    )
    with pytest.raises(ValueError, match=message):
        LambdaInvoker(stack, "Large", endpoint=endpoint, deadline=SHORT, request=large).add_rest_api()


def test_python_streams_no_response(stack: Stack, invoker: LambdaInvoker) -> None:
    with pytest.raises(
        ValueError, match=r"^response_transfer_mode is STREAM; allowed is BUFFERED.* add_web_socket_api$"
    ):
        invoker.add_rest_api(response_transfer_mode=apigateway.ResponseTransferMode.STREAM)
    invoker.add_rest_api(response_transfer_mode=apigateway.ResponseTransferMode.BUFFERED)


def test_a_function_that_posts_its_results_elsewhere(stack: Stack, endpoint: Endpoint) -> None:
    invoker = LambdaInvoker(stack, "Invoker", endpoint=endpoint, stream=ResponseStream.to_connection(max_time=SHORT))
    with pytest.raises(ValueError, match="^add_rest_api on Test/Invoker: this function posts its results to the"):
        invoker.add_rest_api()


def test_nobody_finds_fault(tmp_path: Path) -> None:
    def make(stack: Stack, endpoint: RealTimeEndpoint) -> None:
        LambdaInvoker(stack, "Invoker", endpoint=endpoint, deadline=SHORT).add_rest_api()

    assert faults(tmp_path, make) == []
