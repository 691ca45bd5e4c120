"""Answers that the endpoint streams: the function's code, its bounds, its permission, and where there is no stream."""

from typing import Any

import pytest
from aws_cdk import Duration, Size, Stack, Token

from sagewire import (
    AsyncEndpoint,
    Endpoint,
    InferenceComponentEndpoint,
    LambdaInvoker,
    Model,
    RealTimeEndpoint,
    ResponseStream,
    ServerlessEndpoint,
)
from tests.models import IMAGE
from tests.templates import only, resources

COLLECTED = ResponseStream.collected(max_size=Size.mebibytes(2), max_time=Duration.seconds(90))


@pytest.fixture
def model(stack: Stack) -> Model:
    return Model(stack, "Model", image=IMAGE)


@pytest.fixture
def endpoint(stack: Stack, model: Model) -> RealTimeEndpoint:
    return RealTimeEndpoint(stack, "Endpoint", model=model, instance_type="ml.c7i.large")


def variables(stack: Stack) -> dict[str, Any]:
    return dict(only(stack, "AWS::Lambda::Function")["Environment"]["Variables"])


def allowed(stack: Stack) -> list[str]:
    return [
        statement["Action"]
        for name, role in resources(stack, "AWS::IAM::Role").items()
        if name.startswith("Invoker")
        for statement in role["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
        if statement["Action"] != ["logs:CreateLogStream", "logs:PutLogEvents"]
    ]


def test_a_stream_is_collected_within_its_bounds(stack: Stack, endpoint: Endpoint) -> None:
    LambdaInvoker(stack, "Invoker", endpoint=endpoint, stream=COLLECTED)
    function = only(stack, "AWS::Lambda::Function")
    assert function["Handler"] == "invoke_stream.handler.handler"
    assert function["Timeout"] == 100
    told = variables(stack)
    assert told["SAGEWIRE_STREAM"] == "collect"
    assert told["SAGEWIRE_STREAM_TIME"] == "90"
    assert told["SAGEWIRE_STREAM_LIMIT"] == "2097152"
    assert told["SAGEWIRE_READ_TIMEOUT"] == "70"


def test_a_stream_goes_to_a_connection_for_as_long_as_sagemaker_streams(stack: Stack, endpoint: Endpoint) -> None:
    LambdaInvoker(stack, "Invoker", endpoint=endpoint, stream=ResponseStream.to_connection())
    assert only(stack, "AWS::Lambda::Function")["Timeout"] == 490
    told = variables(stack)
    assert told["SAGEWIRE_STREAM"] == "connection"
    assert told["SAGEWIRE_STREAM_TIME"] == "480"
    assert "SAGEWIRE_STREAM_LIMIT" not in told


def test_an_answer_in_one_piece_says_nothing_of_streams(stack: Stack, endpoint: Endpoint) -> None:
    LambdaInvoker(stack, "Invoker", endpoint=endpoint)
    assert not [name for name in variables(stack) if name.startswith("SAGEWIRE_STREAM")]
    assert allowed(stack) == ["sagemaker:InvokeEndpoint"]


def test_the_function_may_stream_and_nothing_else(stack: Stack, endpoint: Endpoint) -> None:
    LambdaInvoker(stack, "Invoker", endpoint=endpoint, stream=COLLECTED)
    assert allowed(stack) == ["sagemaker:InvokeEndpointWithResponseStream"]


def test_inference_components_stream(stack: Stack) -> None:
    components = InferenceComponentEndpoint(stack, "Components", instance_type="ml.g5.2xlarge")
    LambdaInvoker(stack, "Invoker", endpoint=components, stream=COLLECTED)
    assert allowed(stack) == ["sagemaker:InvokeEndpointWithResponseStream"]


def test_a_deadline_ends_a_stream_to_a_connection(stack: Stack, endpoint: Endpoint) -> None:
    stream = ResponseStream.to_connection()
    LambdaInvoker(stack, "Invoker", endpoint=endpoint, stream=stream, deadline=Duration.millis(29_500))
    assert variables(stack)["SAGEWIRE_STREAM_TIME"] == "30"
    assert variables(stack)["SAGEWIRE_READ_TIMEOUT"] == "30"
    assert only(stack, "AWS::Lambda::Function")["Timeout"] == 40


def test_a_deadline_beyond_what_sagemaker_streams(stack: Stack, endpoint: Endpoint) -> None:
    stream = ResponseStream.to_connection()
    LambdaInvoker(stack, "Invoker", endpoint=endpoint, stream=stream, deadline=Duration.minutes(15))
    assert variables(stack)["SAGEWIRE_STREAM_TIME"] == "480"


def test_a_short_stream_is_read_no_longer_than_it_may_take(stack: Stack, endpoint: Endpoint) -> None:
    stream = ResponseStream.collected(max_size=Size.kibibytes(1), max_time=Duration.millis(4500))
    LambdaInvoker(stack, "Invoker", endpoint=endpoint, stream=stream)
    assert variables(stack)["SAGEWIRE_READ_TIMEOUT"] == "5"
    assert variables(stack)["SAGEWIRE_STREAM_TIME"] == "5"


def test_a_stream_that_takes_longer_than_its_caller_waits(stack: Stack, endpoint: Endpoint) -> None:
    with pytest.raises(ValueError, match=r"^max_time of the stream is 90 s, and the caller waits 60 s \(deadline\)"):
        LambdaInvoker(stack, "Invoker", endpoint=endpoint, stream=COLLECTED, deadline=Duration.seconds(60))


def test_what_is_collected_takes_memory_and_what_is_posted_does_not(stack: Stack, endpoint: Endpoint) -> None:
    large = ResponseStream.collected(max_size=Size.mebibytes(6), max_time=Duration.seconds(90))
    request = Size.mebibytes(6)
    LambdaInvoker(stack, "Collects", endpoint=endpoint, stream=large, request=request)
    LambdaInvoker(
        stack,
        "Posts",
        endpoint=endpoint,
        stream=ResponseStream.to_connection(),
        response=Size.gibibytes(1),
    )
    sizes = {name[:5]: f["Properties"]["MemorySize"] for name, f in resources(stack, "AWS::Lambda::Function").items()}
    assert sizes == {"Colle": 512, "Posts": 512}


def test_an_answer_that_is_larger_than_what_is_collected(stack: Stack, endpoint: Endpoint) -> None:
    LambdaInvoker(stack, "Fits", endpoint=endpoint, stream=COLLECTED, response=Size.mebibytes(2))
    with pytest.raises(ValueError, match="^response is 3145728 B, and max_size of the stream is 2097152 B"):
        LambdaInvoker(stack, "Large", endpoint=endpoint, stream=COLLECTED, response=Size.mebibytes(3))


def test_endpoints_that_do_not_stream(stack: Stack, model: Model) -> None:
    serverless = ServerlessEndpoint(stack, "Serverless", model=model)
    asynchronous = AsyncEndpoint(stack, "Async", model=model, instance_type="ml.c7i.large")
    for endpoint, noun in ((serverless, "a serverless endpoint"), (asynchronous, "an asynchronous endpoint")):
        for stream in (COLLECTED, ResponseStream.to_connection()):
            with pytest.raises(
                ValueError, match=f"^stream is given, but {noun} answers whole: leave it out, or take a"
            ):
                LambdaInvoker(stack, f"{noun}{stream.mode}", endpoint=endpoint, stream=stream)


def test_bounds_that_cannot_be_kept() -> None:
    second, kibibyte = Duration.seconds(1), Size.kibibytes(1)
    later = Token.as_number({"Ref": "Later"})
    with pytest.raises(ValueError, match="^max_time is 481; allowed are 1 to 480 s"):
        ResponseStream.to_connection(max_time=Duration.seconds(481))
    with pytest.raises(ValueError, match="^max_time is 0; allowed are 1 to 480 s"):
        ResponseStream.collected(max_size=kibibyte, max_time=Duration.seconds(0))
    with pytest.raises(ValueError, match="^max_size is 6291457; allowed are 1 to 6291456 B"):
        ResponseStream.collected(max_size=Size.bytes(6 * 1024**2 + 1), max_time=second)
    with pytest.raises(ValueError, match="^max_size is 0; allowed are 1 to 6291456 B"):
        ResponseStream.collected(max_size=Size.bytes(0), max_time=second)
    with pytest.raises(ValueError, match="^mode is 'collect' without max_time or max_size"):
        ResponseStream(mode="collect", max_time=second)
    with pytest.raises(ValueError, match="^max_time is known at deployment only"):
        ResponseStream.to_connection(max_time=Duration.seconds(later))
    with pytest.raises(ValueError, match="^max_size is known at deployment only"):
        ResponseStream.collected(max_size=Size.bytes(later), max_time=second)
