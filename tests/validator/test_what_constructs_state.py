"""What the constructs put into a template is what the validator looks for there."""

from collections.abc import Callable
from pathlib import Path

import pytest
from aws_cdk import App, Duration, Size, Stack
from constructs import Construct

from sagewire import (
    AsyncEndpoint,
    CircuitBreaker,
    Endpoint,
    LambdaInvoker,
    Model,
    ModelProfile,
    RealTimeEndpoint,
    ResponseStream,
    ServerlessEndpoint,
)
from sagewire.validator.assembly import Assembly
from sagewire.validator.graph import Graph
from sagewire.validator.graph.function import Function
from sagewire.validator.reading import read
from tests.models import IMAGE

PROFILE = ModelProfile(
    latency=Duration.millis(250),
    memory=Size.gibibytes(3),
    accelerator_memory=Size.gibibytes(10),
    start=Duration.seconds(40),
)


def graph_of(app: App) -> Graph:
    app.synth()
    reading = read([Path(app.outdir)])
    assert not reading.failures
    return Graph(Assembly(reading.templates))


def real_time(scope: Construct) -> Endpoint:
    return RealTimeEndpoint(
        scope, "Endpoint", model=Model(scope, "Model", image=IMAGE, profile=PROFILE), instance_type="ml.g5.xlarge"
    )


def serverless(scope: Construct) -> Endpoint:
    return ServerlessEndpoint(scope, "Endpoint", model=Model(scope, "Model", image=IMAGE, profile=PROFILE))


def asynchronous(scope: Construct) -> Endpoint:
    return AsyncEndpoint(
        scope, "Endpoint", model=Model(scope, "Model", image=IMAGE, profile=PROFILE), instance_type="ml.c7i.large"
    )


def only_asking(graph: Graph) -> Function:
    (found,) = graph.invokers
    return found


@pytest.mark.parametrize("make", [real_time, serverless, asynchronous])
def test_a_function_of_ours_says_how_long_it_waits_and_how_often_it_asks(
    app: App, make: Callable[[Construct], Endpoint]
) -> None:
    stack = Stack(app, "Serving")
    LambdaInvoker(stack, "Invoker", endpoint=make(stack))
    graph = graph_of(app)
    function, (endpoint,) = only_asking(graph), graph.endpoints
    variables = {name: value.text for name, value in function.variables.entries.items()}
    assert function.own
    assert list(function.endpoints) == [endpoint]
    call = function.call
    assert call.wait == float(variables["SAGEWIRE_READ_TIMEOUT"] or 0) > 0
    assert call.attempts == float(variables["SAGEWIRE_MAX_ATTEMPTS"] or 0) == 5
    assert call.wait is not None
    assert function.timeout is not None
    assert function.timeout > call.wait


def test_a_deadline_shortens_the_wait_and_stands_there(app: App) -> None:
    stack = Stack(app, "Serving")
    LambdaInvoker(
        stack,
        "Invoker",
        endpoint=real_time(stack),
        deadline=Duration.seconds(10),
        request=Size.kibibytes(8),
        response=Size.mebibytes(2),
        peak_rate=7.5,
    )
    function = only_asking(graph_of(app))
    assert (function.call.wait, function.deadline.number) == (10, 10_000)
    assert (function.request.number, function.response.number, function.peak_rate.number) == (8192, 2 * 1024**2, 7.5)


def test_a_stream_is_waited_for_as_long_as_it_may_take_and_a_circuit_changes_nothing(app: App) -> None:
    streamed, broken = Stack(app, "Streamed"), Stack(app, "Broken")
    stream = ResponseStream.collected(max_size=Size.mebibytes(2), max_time=Duration.minutes(2))
    LambdaInvoker(streamed, "Invoker", endpoint=real_time(streamed), stream=stream)
    LambdaInvoker(broken, "Invoker", endpoint=real_time(broken), circuit_breaker=CircuitBreaker())
    functions = {Path(function.resource.template.name).name: function for function in graph_of(app).invokers}
    assert [function.own for function in functions.values()] == [True, True]
    assert [function.call.attempts for function in functions.values()] == [5, 5]
    collecting, breaking = functions["Streamed.template.json"], functions["Broken.template.json"]
    assert collecting.call.wait == 120
    assert breaking.call.wait == float(breaking.variables["SAGEWIRE_READ_TIMEOUT"].text or 0) > 0


def test_a_profile_is_what_the_model_is_known_to_take(app: App) -> None:
    real_time(Stack(app, "Serving"))
    (model,) = graph_of(app).models
    assert (model.latency.number, model.memory.number) == (250, 3072)
    assert (model.accelerator_memory.number, model.start.number) == (10_240, 40_000)
