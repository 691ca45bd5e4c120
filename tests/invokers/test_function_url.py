"""The function's own address: buffered, since Python cannot stream, and as large a request as Lambda takes."""

from pathlib import Path

import pytest
from aws_cdk import App, Environment, Size, Stack
from aws_cdk import aws_lambda as lambda_

from sagewire import AsyncEndpoint, LambdaInvoker, Model, RealTimeEndpoint, ResponseStream
from tests.invokers.judged import faults
from tests.models import IMAGE
from tests.templates import only


@pytest.fixture
def endpoint(stack: Stack) -> RealTimeEndpoint:
    return RealTimeEndpoint(stack, "Endpoint", model=Model(stack, "Model", image=IMAGE), instance_type="ml.c7i.large")


def test_it_waits_for_the_whole_answer_and_asks_for_iam(stack: Stack, endpoint: RealTimeEndpoint) -> None:
    LambdaInvoker(stack, "Invoker", endpoint=endpoint).add_function_url()
    url = only(stack, "AWS::Lambda::Url")
    assert url["AuthType"] == "AWS_IAM"
    assert url["InvokeMode"] == "BUFFERED"
    assert "Cors" not in url


def in_region(app: App, region: str) -> LambdaInvoker:
    stack = Stack(app, "Regional", env=Environment(account="123456789012", region=region))
    return LambdaInvoker(stack, "Invoker", endpoint=RealTimeEndpoint.from_endpoint_name(stack, "Endpoint", "ranking"))


def test_govcloud_has_none(app: App) -> None:
    invoker = in_region(app, "us-gov-west-1")
    with pytest.raises(ValueError, match="^add_function_url on .*: us-gov-west-1 has no AWS::Lambda::Url: take add_re"):
        invoker.add_function_url()


@pytest.mark.parametrize(
    ("region", "advice"),
    [
        ("eu-west-1", "or take add_function_url, which waits as long as the function runs$"),
        ("us-gov-east-1", "or take on_queue, whose callers do not wait$"),
    ],
)
def test_none_is_recommended_where_there_is_none(app: App, region: str, advice: str) -> None:
    invoker = in_region(app, region)
    with pytest.raises(ValueError, match=f"a deadline of at most 20 s, {advice}") as http_api:
        invoker.add_http_api()
    with pytest.raises(ValueError, match=advice) as rest_api:
        invoker.add_rest_api()
    for refused in (http_api, rest_api):
        assert ("add_function_url" in str(refused.value)) == (region == "eu-west-1")


def test_web_pages_of_one_origin_may_call(stack: Stack, endpoint: RealTimeEndpoint) -> None:
    cors = lambda_.FunctionUrlCorsOptions(allowed_origins=["https://shop.example"])
    LambdaInvoker(stack, "Invoker", endpoint=endpoint).add_function_url(cors=cors)
    assert only(stack, "AWS::Lambda::Url")["Cors"] == {
        "AllowMethods": ["*"],
        "AllowOrigins": ["https://shop.example"],
    }


def test_python_streams_no_response(stack: Stack, endpoint: RealTimeEndpoint) -> None:
    """What Lambda does instead is to wait for all of it, which nothing else says before the first request."""
    invoker = LambdaInvoker(stack, "Invoker", endpoint=endpoint)
    with pytest.raises(ValueError, match=r"^invoke_mode is RESPONSE_STREAM; allowed is BUFFERED.* add_web_socket_api$"):
        invoker.add_function_url(invoke_mode=lambda_.InvokeMode.RESPONSE_STREAM)


def test_a_request_that_lambda_does_not_take(stack: Stack) -> None:
    model = Model(stack, "Model", image=IMAGE)
    endpoint = AsyncEndpoint(stack, "Async", model=model, instance_type="ml.c7i.large")
    invoker = LambdaInvoker(stack, "Invoker", endpoint=endpoint, request=Size.bytes(6 * 1024**2 + 1))
    message = (
        "^add_function_url on Test/Invoker: request is 6291457; through a function URL, allowed are 0 to 6291456 B"
        r" \(.*\): put larger requests into S3"
    )
    with pytest.raises(ValueError, match=message):
        invoker.add_function_url()
    LambdaInvoker(stack, "Other", endpoint=endpoint, request=Size.mebibytes(6)).add_function_url()


def test_a_function_that_posts_its_results_elsewhere(stack: Stack, endpoint: RealTimeEndpoint) -> None:
    invoker = LambdaInvoker(stack, "Invoker", endpoint=endpoint, stream=ResponseStream.to_connection())
    with pytest.raises(ValueError, match=r"^add_function_url on Test/Invoker: this function posts its results to the"):
        invoker.add_function_url()


def test_nobody_finds_fault(tmp_path: Path) -> None:
    def make(stack: Stack, endpoint: RealTimeEndpoint) -> None:
        LambdaInvoker(stack, "Invoker", endpoint=endpoint).add_function_url()

    assert faults(tmp_path, make) == []
