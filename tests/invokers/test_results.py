"""Where results go: what EventBridge takes as their source, and that none goes out twice."""

import pytest
from aws_cdk import Stack, Token
from aws_cdk import aws_events as events
from aws_cdk import aws_sqs as sqs

from sagewire import AsyncEndpoint, LambdaInvoker, Model, RealTimeEndpoint
from tests.models import IMAGE
from tests.templates import resources

LATER = Token.as_string({"Ref": "Later"})


@pytest.fixture
def endpoint(stack: Stack) -> AsyncEndpoint:
    return AsyncEndpoint(stack, "Async", model=Model(stack, "Model", image=IMAGE), instance_type="ml.c7i.large")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("", "^the length of source is 0; allowed are 1 to 256 characters"),
        ("x" * 257, "^the length of source is 257; allowed are 1 to 256 characters"),
        ("aws.sagemaker", "^source is 'aws.sagemaker'; 'aws.' begins the sources of AWS's own services: give another"),
    ],
)
def test_a_source_that_eventbridge_refuses(stack: Stack, endpoint: AsyncEndpoint, source: str, message: str) -> None:
    invoker, bus = LambdaInvoker(stack, "Invoker", endpoint=endpoint), events.EventBus(stack, "Bus")
    with pytest.raises(ValueError, match=message):
        invoker.publish_results_to(bus, source=source)
    assert [name for name in resources(stack, "AWS::Lambda::Function") if "PublishResult" in name] == []


@pytest.mark.parametrize("source", ["x" * 256, "awsome", "com.example.aws.", pytest.param(LATER, id="known-later")])
def test_a_source_that_it_takes(stack: Stack, endpoint: AsyncEndpoint, source: str) -> None:
    LambdaInvoker(stack, "Invoker", endpoint=endpoint).publish_results_to(events.EventBus(stack, "Bus"), source=source)
    functions = [each["Properties"]["Environment"] for each in resources(stack, "AWS::Lambda::Function").values()]
    found = [environment["Variables"]["SAGEWIRE_RESULT_SOURCE"] for environment in functions]
    assert found == [{"Ref": "Later"} if source == LATER else source] * 2


def test_each_result_of_an_asynchronous_endpoint_goes_out_once(stack: Stack, endpoint: AsyncEndpoint) -> None:
    """The endpoint tells every invoker of every result."""
    first, second = (LambdaInvoker(stack, name, endpoint=endpoint) for name in ("First", "Second"))
    bus, queue = events.EventBus(stack, "Bus"), sqs.Queue(stack, "Results")
    first.publish_results_to(bus)
    first.send_results_to(queue)
    again = "gets all results of Test/Async already, by another invoker, and by Test/Second it would get each of them"
    with pytest.raises(ValueError, match=f"^bus Test/Bus {again}"):
        second.publish_results_to(bus)
    with pytest.raises(ValueError, match=f"^queue Test/Results {again}"):
        second.send_results_to(queue)
    second.publish_results_to(events.EventBus(stack, "Another"))


def test_invokers_that_wait_publish_what_they_asked_for(stack: Stack) -> None:
    model = Model(stack, "Model", image=IMAGE)
    endpoint = RealTimeEndpoint(stack, "RealTime", model=model, instance_type="ml.c7i.large")
    bus = events.EventBus(stack, "Bus")
    for name in ("First", "Second"):
        LambdaInvoker(stack, name, endpoint=endpoint).publish_results_to(bus)
