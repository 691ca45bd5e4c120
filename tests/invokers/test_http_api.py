"""An HTTP API in front of the function: who may call, what it logs, and what it would cut off."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from aws_cdk import Duration, Size, Stack
from aws_cdk import aws_apigatewayv2 as apigatewayv2
from aws_cdk import aws_apigatewayv2_authorizers as authorizers
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms

from sagewire import AsyncEndpoint, Endpoint, LambdaInvoker, Model, RealTimeEndpoint, ResponseStream
from tests.invokers.judged import faults
from tests.models import IMAGE
from tests.templates import only, resources, statements

SHORT = Duration.seconds(20)


@pytest.fixture
def model(stack: Stack) -> Model:
    return Model(stack, "Model", image=IMAGE)


@pytest.fixture
def endpoint(stack: Stack, model: Model) -> RealTimeEndpoint:
    return RealTimeEndpoint(stack, "Endpoint", model=model, instance_type="ml.c7i.large")


@pytest.fixture
def invoker(stack: Stack, endpoint: Endpoint) -> LambdaInvoker:
    return LambdaInvoker(stack, "Invoker", endpoint=endpoint, deadline=SHORT)


def source_of(stack: Stack, path: str) -> dict[str, object]:
    (api,) = resources(stack, "AWS::ApiGatewayV2::Api")
    begin = ["arn:", {"Ref": "AWS::Partition"}, ":execute-api:", {"Ref": "AWS::Region"}, ":"]
    return {"Fn::Join": ["", [*begin, {"Ref": "AWS::AccountId"}, ":", {"Ref": api}, path]]}


def test_one_route_that_iam_guards(stack: Stack, invoker: LambdaInvoker) -> None:
    invoker.add_http_api()
    route = only(stack, "AWS::ApiGatewayV2::Route")
    assert route["RouteKey"] == "POST /invocations"
    assert route["AuthorizationType"] == "AWS_IAM"
    integration = only(stack, "AWS::ApiGatewayV2::Integration")
    assert integration["IntegrationType"] == "AWS_PROXY"
    assert integration["PayloadFormatVersion"] == "2.0"
    assert only(stack, "AWS::Lambda::Permission")["SourceArn"] == source_of(stack, "/*/POST/invocations")


def test_its_callers_are_granted_the_route(stack: Stack, invoker: LambdaInvoker) -> None:
    invoker.add_http_api(path="/rank").grant_invoke(iam.User(stack, "Caller"))
    (granted,) = [statement for statement in statements(stack) if statement["Action"] == "execute-api:Invoke"]
    assert granted["Resource"] == source_of(stack, "/*/POST/rank")


def test_each_access_is_a_line_of_json_without_a_body(stack: Stack, invoker: LambdaInvoker) -> None:
    invoker.add_http_api()
    logged = only(stack, "AWS::ApiGatewayV2::Stage")["AccessLogSettings"]
    (log_group,) = [name for name in resources(stack, "AWS::Logs::LogGroup") if "HttpApi" in name]
    assert logged["DestinationArn"]["Fn::Join"][1][-2:] == [":log-group:", {"Ref": log_group}]
    assert resources(stack, "AWS::Logs::LogGroup")[log_group]["Properties"]["RetentionInDays"] == 90
    line = json.loads(logged["Format"])
    assert line["requestId"] == "$context.requestId"
    assert line["routeKey"] == "$context.routeKey"
    assert all(value.startswith("$context.") for value in line.values())


def test_throttling_is_the_accounts(stack: Stack, invoker: LambdaInvoker) -> None:
    invoker.add_http_api()
    assert "DefaultRouteSettings" not in only(stack, "AWS::ApiGatewayV2::Stage")


def test_its_log_is_encrypted_as_the_functions(stack: Stack, endpoint: Endpoint) -> None:
    key = kms.Key(stack, "Key")
    LambdaInvoker(stack, "Invoker", endpoint=endpoint, deadline=SHORT, encryption_key=key).add_http_api()
    groups = resources(stack, "AWS::Logs::LogGroup").values()
    assert len({json.dumps(group["Properties"]["KmsKeyId"]) for group in groups}) == 1
    assert len(groups) == 2


def test_another_authorizer_or_none(stack: Stack, invoker: LambdaInvoker) -> None:
    invoker.add_http_api(
        "Tokens", authorizer=authorizers.HttpJwtAuthorizer("Jwt", "https://issuer", jwt_audience=["a"])
    )
    invoker.add_http_api("Open", authorizer=apigatewayv2.HttpNoneAuthorizer())
    routes = resources(stack, "AWS::ApiGatewayV2::Route").values()
    assert sorted(route["Properties"]["AuthorizationType"] for route in routes) == ["JWT", "NONE"]


def test_an_api_of_the_apps_own_gets_a_route_and_keeps_the_rest(stack: Stack, invoker: LambdaInvoker) -> None:
    api = apigatewayv2.HttpApi(stack, "Api")
    assert invoker.add_http_api(api=api, path="/models/{name}/invocations").http_api is api
    assert only(stack, "AWS::ApiGatewayV2::Route")["RouteKey"] == "POST /models/{name}/invocations"
    assert "AccessLogSettings" not in only(stack, "AWS::ApiGatewayV2::Stage")


def test_a_function_that_takes_longer_than_the_api_waits(stack: Stack, endpoint: Endpoint) -> None:
    """The client would get a 503 after 30 s, while the function runs on and the endpoint is paid for."""
    message = (
        "^add_http_api on Test/Default: the function may take 80 s, and an HTTP API gives up after 30 s"
        r" \(https://docs.aws.amazon.com/apigateway/.*\): give the invoker a deadline of at most 20 s, or take"
        " add_function_url, which waits as long as the function runs$"
    )
    with pytest.raises(ValueError, match=message):
        LambdaInvoker(stack, "Default", endpoint=endpoint).add_http_api()
    with pytest.raises(ValueError, match="the function may take 31 s"):
        LambdaInvoker(stack, "Above", endpoint=endpoint, deadline=Duration.seconds(21)).add_http_api()
    LambdaInvoker(stack, "At", endpoint=endpoint, deadline=SHORT).add_http_api()


def test_a_stream_that_is_collected_for_longer_than_the_api_waits(stack: Stack, endpoint: Endpoint) -> None:
    stream = ResponseStream.collected(max_size=Size.mebibytes(1), max_time=Duration.minutes(2))
    with pytest.raises(ValueError, match="may take 130 s.* give the invoker a max_time of the stream of at most 20 s"):
        LambdaInvoker(stack, "Invoker", endpoint=endpoint, stream=stream).add_http_api()


def test_an_asynchronous_endpoint_accepts_in_time(stack: Stack, model: Model) -> None:
    endpoint = AsyncEndpoint(stack, "Async", model=model, instance_type="ml.c7i.large")
    LambdaInvoker(stack, "Small", endpoint=endpoint).add_http_api()
    with pytest.raises(ValueError, match="request is 7340032; through an HTTP API, allowed are 0 to 6291456 B"):
        LambdaInvoker(stack, "Large", endpoint=endpoint, request=Size.mebibytes(7)).add_http_api()


@pytest.mark.parametrize("path", ["invocations", "/invocations/", ""])
def test_what_is_no_path(invoker: LambdaInvoker, path: str) -> None:
    with pytest.raises(ValueError, match=f"^path is '{path}'; allowed are"):
        invoker.add_http_api(path=path)


def test_a_function_that_posts_its_results_elsewhere(stack: Stack, endpoint: Endpoint) -> None:
    invoker = LambdaInvoker(stack, "Invoker", endpoint=endpoint, stream=ResponseStream.to_connection(max_time=SHORT))
    with pytest.raises(ValueError, match="^add_http_api on Test/Invoker: this function posts its results to the"):
        invoker.add_http_api()


def test_an_invoker_without_an_api_loads_none() -> None:
    code = "import sys; from sagewire import LambdaInvoker; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "aws_cdk.aws_lambda" in loaded
    assert "aws_apigateway" not in loaded


def test_nobody_finds_fault(tmp_path: Path) -> None:
    def make(stack: Stack, endpoint: RealTimeEndpoint) -> None:
        LambdaInvoker(stack, "Invoker", endpoint=endpoint, deadline=SHORT).add_http_api()

    assert faults(tmp_path, make) == []
