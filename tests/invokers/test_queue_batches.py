"""What several queues, an app's own queue and a FIFO queue make of a batch and of the function."""

import pytest
from aws_cdk import Duration, Size, Stack, Token
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from aws_cdk.assertions import Annotations, Match

from sagewire import AsyncEndpoint, LambdaInvoker, Model, ModelProfile, RealTimeEndpoint, Scaling
from tests.models import IMAGE
from tests.templates import only, resources

LATER = Token.as_number({"Ref": "Later"})


@pytest.fixture
def invoker(stack: Stack) -> LambdaInvoker:
    model = Model(stack, "Model", image=IMAGE)
    endpoint = RealTimeEndpoint(stack, "RealTime", model=model, instance_type="ml.c7i.large")
    return LambdaInvoker(stack, "Invoker", endpoint=endpoint)


def invoker_of(
    stack: Stack,
    *,
    latency: Duration | None = None,
    concurrent_requests: int = 10,
    request: Size | None = None,
    response: Size | None = None,
) -> LambdaInvoker:
    """Two instances, and a function whose last inference starts within 6.5 s."""
    model = Model(stack, "Stated", image=IMAGE, profile=ModelProfile(latency=latency))
    scaling = Scaling(min_capacity=1, max_capacity=2, concurrent_requests=concurrent_requests)
    endpoint = RealTimeEndpoint(stack, "Endpoint", model=model, instance_type="ml.c7i.large", scaling=scaling)
    return LambdaInvoker(stack, "Of", endpoint=endpoint, request=request, response=response)


def memory_of(invoker: LambdaInvoker) -> float | None:
    resource = invoker.function.node.default_child
    assert isinstance(resource, lambda_.CfnFunction)
    return resource.memory_size


@pytest.fixture
def own(stack: Stack) -> sqs.Queue:
    dead_letters = sqs.DeadLetterQueue(max_receive_count=5, queue=sqs.Queue(stack, "Dead"))
    return sqs.Queue(stack, "Own", visibility_timeout=Duration.seconds(480), dead_letter_queue=dead_letters)


def test_a_queue_is_read_once(stack: Stack, invoker: LambdaInvoker, own: sqs.Queue) -> None:
    """Lambda has one mapping for a queue and a function, whether the queue is the same object or the same ARN."""
    arn = "arn:aws:sqs:eu-west-1:123456789012:asked"
    imported = [sqs.Queue.from_queue_arn(stack, name, arn) for name in ("Imported", "Again")]
    invoker.on_queue("Asked", own)
    invoker.on_queue("AskedElsewhere", imported[0])
    for again in (own, imported[1]):
        with pytest.raises(ValueError, match=f"^queue {again.node.path} invokes Test/Invoker already, .* once"):
            invoker.on_queue("AskedAgain", again)
    assert len(resources(stack, "AWS::Lambda::EventSourceMapping")) == 2


def test_messages_of_one_group_take_their_time_one_after_the_other(stack: Stack) -> None:
    """At 0, 2, 4 and 6 s; a fifth would start at 8 s, however many the function could infer at once."""
    invoker = invoker_of(stack, latency=Duration.seconds(2))
    with pytest.raises(ValueError, match="^batch_size is 5, of which those of one group are .* 8 s,.* at most 4 "):
        invoker.on_queue("TooMany", fifo=True, batch_size=5)
    invoker.on_queue("Given", fifo=True, batch_size=4)
    invoker.on_queue("Chosen", fifo=True)
    invoker.on_queue("Standard")
    mappings = resources(stack, "AWS::Lambda::EventSourceMapping").values()
    assert [each["Properties"]["BatchSize"] for each in mappings] == [4, 4, 10]


@pytest.mark.parametrize(("milliseconds", "expected"), [(100, 10), (7000, 1)])
def test_a_fifo_batch_is_never_above_ten_nor_empty(stack: Stack, milliseconds: int, expected: int) -> None:
    invoker_of(stack, latency=Duration.millis(milliseconds)).on_queue("Asked", fifo=True)
    assert only(stack, "AWS::Lambda::EventSourceMapping")["BatchSize"] == expected


def test_a_window_that_is_known_later_is_long_enough(stack: Stack, invoker: LambdaInvoker) -> None:
    invoker.on_queue("Asked", batch_size=20, max_batching_window=Duration.seconds(LATER))
    mapping = only(stack, "AWS::Lambda::EventSourceMapping")
    assert (mapping["BatchSize"], mapping["MaximumBatchingWindowInSeconds"]) == (20, {"Ref": "Later"})


def test_several_queues_that_ask_for_too_much(stack: Stack) -> None:
    """Each may ask for the 20 that two instances take."""
    invoker = invoker_of(stack)
    invoker.on_queue("First")
    Annotations.from_stack(stack).has_no_warning("/Test/Of", Match.any_value())
    invoker.on_queue("Second")
    expected = "^2 queues of Test/Of ask for up to 40 inferences at once, and the endpoint takes 20, .*max_concurrency"
    Annotations.from_stack(stack).has_warning("/Test/Of", Match.string_like_regexp(expected))


def test_queues_whose_functions_are_given_are_no_surprise(stack: Stack) -> None:
    invoker = invoker_of(stack)
    invoker.on_queue("First", max_concurrency=4)
    invoker.on_queue("Second", max_concurrency=4)
    Annotations.from_stack(stack).has_no_warning("/Test/Of", Match.any_value())


def test_queues_that_the_endpoint_can_take_together(stack: Stack) -> None:
    invoker = invoker_of(stack, concurrent_requests=20)
    invoker.on_queue("First", max_concurrency=2, concurrency=5)
    invoker.on_queue("Second", max_concurrency=2)
    invoker.on_queue("Third", max_concurrency=LATER)
    Annotations.from_stack(stack).has_no_warning("/Test/Of", Match.any_value())


def test_an_asynchronous_endpoint_takes_all_that_queues_send(stack: Stack) -> None:
    endpoint = AsyncEndpoint(stack, "Async", model=Model(stack, "Model", image=IMAGE), instance_type="ml.c7i.large")
    invoker = LambdaInvoker(stack, "Invoker", endpoint=endpoint)
    invoker.on_queue("First")
    invoker.on_queue("Second")
    Annotations.from_stack(stack).has_no_warning("/Test/Invoker", Match.any_value())


def test_more_threads_than_a_function_has_are_refused(stack: Stack, invoker: LambdaInvoker) -> None:
    with pytest.raises(ValueError, match="^concurrency is 513; allowed are 1 to 512, .* 1024 .*more functions"):
        invoker.on_queue("Asked", concurrency=513)
    invoker.on_queue("Asked", concurrency=512)
    assert memory_of(invoker) == 512


def test_the_memory_follows_from_the_inferences_at_once(stack: Stack) -> None:
    """Of a batch all requests, 6 MiB at most in one event, and of each response four copies, beside 128 MiB."""
    invoker = invoker_of(stack, request=Size.mebibytes(1), response=Size.mebibytes(6))
    assert memory_of(invoker) == 512
    with pytest.raises(ValueError, match="^concurrency is 421, .* take 10304 MiB .* 128 to 10240 MiB .* at most 420$"):
        invoker.on_queue("TooMany", concurrency=421)
    assert resources(stack, "AWS::SQS::Queue") == {}
    invoker.on_queue("Asked", concurrency=40)
    assert memory_of(invoker) == 1152


def test_a_concurrency_that_fits_into_the_largest_function(stack: Stack) -> None:
    invoker = invoker_of(stack, request=Size.mebibytes(1), response=Size.mebibytes(6))
    invoker.on_queue("Asked", concurrency=420)
    assert memory_of(invoker) == 10240


def test_memory_that_the_app_has_given_is_kept(stack: Stack) -> None:
    invoker = invoker_of(stack, response=Size.mebibytes(6))
    resource = invoker.function.node.default_child
    assert isinstance(resource, lambda_.CfnFunction)
    resource.memory_size = 3008
    invoker.on_queue("Asked", concurrency=40)
    assert memory_of(invoker) == 3008


def test_an_own_queue_says_itself_how_often_it_is_read(stack: Stack, invoker: LambdaInvoker, own: sqs.Queue) -> None:
    with pytest.raises(ValueError, match="^max_receive_count is given together with queue Test/Own, .*leave it out"):
        invoker.on_queue("Asked", own, max_receive_count=5)


def test_a_queue_made_here_is_read_five_times(stack: Stack, invoker: LambdaInvoker) -> None:
    invoker.on_queue("Asked")
    queues = [each["Properties"] for each in resources(stack, "AWS::SQS::Queue").values()]
    assert [each["RedrivePolicy"]["maxReceiveCount"] for each in queues if "RedrivePolicy" in each] == [5]
