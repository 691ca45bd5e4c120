"""A queue's messages as requests: how many at once, for how long they are hidden, and where the failed ones go."""

from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Duration, Size, Stack, Token
from aws_cdk import aws_events as events
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from aws_cdk.assertions import Annotations, Match
from aws_cdk.aws_scheduler import ScheduleExpression

from sagewire import (
    AsyncEndpoint,
    ComputeRequirements,
    Endpoint,
    InferenceComponent,
    InferenceComponentEndpoint,
    InvocationTarget,
    LambdaInvoker,
    Model,
    ModelArtifact,
    ModelProfile,
    ProductionVariant,
    RealTimeEndpoint,
    Scaling,
    ServerlessEndpoint,
    acknowledge_findings,
)
from tests.compliance import unexplained_in
from tests.models import IMAGE, allowing
from tests.properties import lint
from tests.templates import only, resources

RESULTS = "arn:aws:sqs:eu-west-1:123456789012:results"
LATER = Token.as_number({"Ref": "Later"})


@pytest.fixture
def model(stack: Stack, model_folder: Path) -> Model:
    return Model(stack, "Model", image=IMAGE, artifact=ModelArtifact.from_asset(model_folder))


@pytest.fixture
def real_time(stack: Stack, model: Model) -> RealTimeEndpoint:
    return RealTimeEndpoint(stack, "RealTime", model=model, instance_type="ml.c7i.large")


@pytest.fixture
def invoker(stack: Stack, real_time: Endpoint) -> LambdaInvoker:
    return LambdaInvoker(stack, "Invoker", endpoint=real_time)


def source(stack: Stack) -> dict[str, Any]:
    return only(stack, "AWS::Lambda::EventSourceMapping")


def at_once(stack: Stack) -> tuple[str, int, int | None]:
    """What stands in the template: inferences in one function, messages of a batch, functions."""
    variables = only(stack, "AWS::Lambda::Function")["Environment"]["Variables"]
    functions = source(stack).get("ScalingConfig", {}).get("MaximumConcurrency")
    return variables["SAGEWIRE_CONCURRENCY"], source(stack)["BatchSize"], functions


def test_a_queue_is_made(stack: Stack, invoker: LambdaInvoker) -> None:
    """AWS recommends to hide a message for six times the function's timeout, 80 s, and the batching window."""
    queue = invoker.on_queue("Asked", batch_size=20, max_batching_window=Duration.seconds(7), max_receive_count=3)
    assert isinstance(queue, sqs.Queue)
    queues = {name: each["Properties"] for name, each in resources(stack, "AWS::SQS::Queue").items()}
    (dead_letters,) = [name for name in queues if name.startswith("InvokerDeadLetters")]
    (asked,) = [name for name in queues if name.startswith("InvokerAsked")]
    assert queues[asked] == {
        "SqsManagedSseEnabled": True,
        "VisibilityTimeout": 487,
        "RedrivePolicy": {"deadLetterTargetArn": {"Fn::GetAtt": [dead_letters, "Arn"]}, "maxReceiveCount": 3},
    }
    denied = [
        policy["Properties"]["PolicyDocument"]["Statement"][0]["Condition"]
        for policy in resources(stack, "AWS::SQS::QueuePolicy").values()
    ]
    assert denied == [{"Bool": {"aws:SecureTransport": "false"}}] * 2
    (function,) = resources(stack, "AWS::Lambda::Function")
    assert source(stack) == {
        "BatchSize": 20,
        "EventSourceArn": {"Fn::GetAtt": [asked, "Arn"]},
        "FunctionName": {"Ref": function},
        "FunctionResponseTypes": ["ReportBatchItemFailures"],
        "MaximumBatchingWindowInSeconds": 7,
        "ScalingConfig": {"MaximumConcurrency": 2},
    }


def test_the_function_may_take_from_this_queue_alone(stack: Stack, invoker: LambdaInvoker) -> None:
    invoker.on_queue("Asked")
    (asked,) = [name for name in resources(stack, "AWS::SQS::Queue") if name.startswith("InvokerAsked")]
    (receives,) = allowing(stack, "sqs:ReceiveMessage")
    assert receives["Action"] == ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
    assert receives["Resource"] == {"Fn::GetAtt": [asked, "Arn"]}
    assert allowing(stack, "kms:Decrypt") == []


def test_a_fifo_queue_has_fifo_dead_letters(stack: Stack, invoker: LambdaInvoker) -> None:
    invoker.on_queue("Asked", fifo=True)
    queues = [each["Properties"] for each in resources(stack, "AWS::SQS::Queue").values()]
    assert [queue["FifoQueue"] for queue in queues] == [True, True]
    (redriven,) = [queue["RedrivePolicy"] for queue in queues if "RedrivePolicy" in queue]
    assert redriven["deadLetterTargetArn"]["Fn::GetAtt"][0].startswith("InvokerFifoDeadLetters")
    assert invoker.fifo_dead_letters.fifo


def test_a_key_of_the_queue_may_be_used(stack: Stack, invoker: LambdaInvoker) -> None:
    dead_letters = sqs.DeadLetterQueue(max_receive_count=5, queue=sqs.Queue(stack, "Dead"))
    queue = sqs.Queue(
        stack,
        "Own",
        encryption_master_key=kms.Key(stack, "Key"),
        visibility_timeout=Duration.seconds(480),
        dead_letter_queue=dead_letters,
    )
    assert invoker.on_queue("Asked", queue) is queue
    (key,) = resources(stack, "AWS::KMS::Key")
    (decrypts,) = allowing(stack, "kms:Decrypt")
    assert decrypts["Action"] == "kms:Decrypt"
    assert decrypts["Resource"] == {"Fn::GetAtt": [key, "Arn"]}
    Annotations.from_stack(stack).has_no_warning("/Test/Invoker", Match.any_value())


@pytest.mark.parametrize(("hidden", "found"), [(None, 30), (79, 79)])
def test_a_queue_that_lambda_refuses(stack: Stack, invoker: LambdaInvoker, hidden: int | None, found: int) -> None:
    queue = sqs.Queue(stack, "Own", visibility_timeout=Duration.seconds(hidden) if hidden else None)
    with pytest.raises(ValueError, match=f"^queue Test/Own has a visibility timeout of {found} s; .* 80 s, .*480"):
        invoker.on_queue("Asked", queue)


def test_a_queue_that_hides_messages_for_a_short_time(stack: Stack, invoker: LambdaInvoker) -> None:
    invoker.on_queue("Asked", sqs.Queue(stack, "Own", visibility_timeout=Duration.seconds(479)))
    warnings = Annotations.from_stack(stack)
    warnings.has_warning("/Test/Invoker", Match.string_like_regexp("queue Test/Own has a visibility timeout of 479 s"))
    warnings.has_warning("/Test/Invoker", Match.string_like_regexp("queue Test/Own has no dead-letter queue"))


def test_what_is_not_known_of_a_queue_is_not_judged(stack: Stack, invoker: LambdaInvoker) -> None:
    imported = sqs.Queue.from_queue_arn(stack, "Imported", "arn:aws:sqs:eu-west-1:123456789012:asked")
    invoker.on_queue("Asked", imported, max_concurrency=2)
    dead_letters = sqs.DeadLetterQueue(max_receive_count=5, queue=sqs.Queue(stack, "Dead"))
    later = sqs.Queue(stack, "Own", visibility_timeout=Duration.seconds(LATER), dead_letter_queue=dead_letters)
    invoker.on_queue("AskedLater", later, max_concurrency=2)
    Annotations.from_stack(stack).has_no_warning("/Test/Invoker", Match.any_value())


def test_what_cannot_work_is_refused(stack: Stack, invoker: LambdaInvoker) -> None:
    refused: dict[str, dict[str, Any]] = {
        "^batch_size is 11; allowed are 1 to 10 without a max_batching_window of 1 s": {"batch_size": 11},
        "^batch_size is 0; allowed are 1 to 10000 messages": {"batch_size": 0},
        "^batch_size of a FIFO queue is 11; allowed are 1 to 10": {"batch_size": 11, "fifo": True},
        "^max_batching_window in seconds is 301": {"max_batching_window": Duration.seconds(301)},
        "^max_batching_window is 0.5 s; allowed are whole": {"max_batching_window": Duration.millis(500)},
        "^max_batching_window is given, and Lambda gathers": {"max_batching_window": Duration.seconds(1), "fifo": True},
        "^max_concurrency is 1; allowed are 2 to 1000": {"max_concurrency": 1},
        "^max_concurrency is 1001; allowed are 2 to 1000": {"max_concurrency": 1001},
        "^concurrency is 0; allowed are 1 and above": {"concurrency": 0},
        "^max_receive_count is 0; allowed are 1 to 1000": {"max_receive_count": 0},
    }
    for message, given in refused.items():
        with pytest.raises(ValueError, match=message):
            invoker.on_queue("Asked", **given)
    with pytest.raises(ValueError, match="^fifo is True, but queue Test/Own is a standard queue"):
        invoker.on_queue("Asked", sqs.Queue(stack, "Own", visibility_timeout=Duration.seconds(480)), fifo=True)
    assert resources(stack, "AWS::Lambda::EventSourceMapping") == {}


def test_a_token_is_let_through(stack: Stack, invoker: LambdaInvoker) -> None:
    invoker.on_queue("Asked", batch_size=LATER, max_batching_window=Duration.seconds(LATER), max_concurrency=LATER)
    assert source(stack)["BatchSize"] == {"Ref": "Later"}
    (asked,) = [q for name, q in resources(stack, "AWS::SQS::Queue").items() if name.startswith("InvokerAsked")]
    assert asked["Properties"]["VisibilityTimeout"] == 780


def test_results_do_not_come_back_as_requests(stack: Stack, invoker: LambdaInvoker) -> None:
    queue = sqs.Queue(stack, "Own", visibility_timeout=Duration.seconds(480))
    invoker.send_results_to(queue)
    with pytest.raises(ValueError, match="^queue Test/Own holds the requests of Test/Invoker and would get"):
        invoker.on_queue("Asked", queue)


@pytest.mark.parametrize(
    ("capacity", "given", "expected"),
    [
        (1, {}, ("1", 1, 2)),
        (5, {}, ("2", 2, 2)),
        (20, {}, ("10", 10, 2)),
        (200, {}, ("10", 10, 20)),
        (20, {"concurrency": 2}, ("2", 2, 10)),
        (20, {"max_concurrency": 5}, ("4", 4, 5)),
        (5, {"max_concurrency": 20}, ("1", 1, 20)),
        (20, {"concurrency": 20, "max_concurrency": 2}, ("20", 10, 2)),
        (20, {"concurrency": 20, "max_batching_window": Duration.seconds(1)}, ("20", 20, 2)),
        (20, {"batch_size": 1}, ("10", 1, 2)),
        pytest.param(LATER, {}, ("1", 1, 2), id="known-later"),
    ],
)
def test_a_queue_asks_for_what_a_serverless_endpoint_can_take(
    stack: Stack, model: Model, capacity: int, given: dict[str, Any], expected: tuple[str, int, int]
) -> None:
    endpoint = ServerlessEndpoint(stack, "Serverless", model=model, max_concurrency=capacity)
    LambdaInvoker(stack, "Invoker", endpoint=endpoint).on_queue("Asked", **given)
    assert at_once(stack) == expected


def test_instances_take_what_their_scaling_states(stack: Stack, model: Model) -> None:
    scaled = Scaling(min_capacity=1, max_capacity=4, concurrent_requests=6)
    endpoint = RealTimeEndpoint(stack, "RealTime", model=model, instance_type="ml.c7i.large", scaling=scaled)
    LambdaInvoker(stack, "Invoker", endpoint=endpoint).on_queue("Asked")
    assert at_once(stack) == ("10", 10, 2)


def test_instances_of_which_nothing_is_stated(stack: Stack, model: Model) -> None:
    endpoint = RealTimeEndpoint(stack, "RealTime", model=model, instance_type="ml.c7i.large", instance_count=3)
    LambdaInvoker(stack, "Invoker", endpoint=endpoint).on_queue("Asked")
    assert at_once(stack) == ("3", 3, 2)


def test_only_the_variant_that_is_invoked_counts(stack: Stack, model: Model) -> None:
    variants = [
        ProductionVariant(model=model, instance_type="ml.c7i.large", variant_name=name, instance_count=count)
        for name, count in (("Old", 8), ("New", 2))
    ]
    endpoint = RealTimeEndpoint(stack, "RealTime", variants=variants)
    LambdaInvoker(stack, "Invoker", endpoint=endpoint, target=InvocationTarget(variant="New")).on_queue("Asked")
    assert at_once(stack) == ("2", 2, 2)


@pytest.mark.parametrize(
    ("scaling", "expected"),
    [
        (None, ("3", 3, 2)),
        (Scaling(min_capacity=1, max_capacity=5, concurrent_requests_per_copy=8), ("10", 10, 4)),
        (Scaling(min_capacity=0, max_capacity=4, invocations_per_copy=8), ("4", 4, 2)),
    ],
)
def test_copies_of_a_component_take_what_their_scaling_states(
    stack: Stack, model: Model, scaling: Scaling | None, expected: tuple[str, int, int]
) -> None:
    endpoint = InferenceComponentEndpoint(stack, "Host", instance_type="ml.g5.2xlarge")
    component = InferenceComponent(
        stack,
        "Component",
        endpoint=endpoint,
        model=model,
        requirements=ComputeRequirements(memory=Size.gibibytes(1)),
        copy_count=3,
        scaling=scaling,
    )
    target = InvocationTarget(inference_component=component)
    LambdaInvoker(stack, "Invoker", endpoint=endpoint, target=target).on_queue("Asked")
    assert at_once(stack) == expected


def test_of_an_imported_endpoint_nothing_is_known(stack: Stack) -> None:
    endpoint = ServerlessEndpoint.from_endpoint_name(stack, "Imported", "ranking")
    LambdaInvoker(stack, "Invoker", endpoint=endpoint).on_queue("Asked")
    assert at_once(stack) == ("1", 1, 2)


def test_an_asynchronous_endpoint_only_queues(stack: Stack, model: Model) -> None:
    endpoint = AsyncEndpoint(stack, "Async", model=model, instance_type="ml.c7i.large")
    LambdaInvoker(stack, "Invoker", endpoint=endpoint).on_queue("Asked")
    assert at_once(stack) == ("10", 10, None)


def test_all_queues_of_one_function_have_one_concurrency(stack: Stack, invoker: LambdaInvoker) -> None:
    invoker.on_queue("Asked", concurrency=4)
    invoker.on_queue("AskedAsWell")
    with pytest.raises(ValueError, match="^concurrency is 5; an earlier queue of Test/Invoker set 4"):
        invoker.on_queue("AskedDifferently", concurrency=5)
    sizes = [each["Properties"]["BatchSize"] for each in resources(stack, "AWS::Lambda::EventSourceMapping").values()]
    assert sizes == [4, 4]


def test_the_last_of_a_batch_must_have_time_to_start(stack: Stack, model_folder: Path) -> None:
    """Of the 80 s one answer may take 70 s, and 3.5 s go to connecting and answering."""
    profile = ModelProfile(latency=Duration.seconds(2))
    artifact = ModelArtifact.from_asset(model_folder)
    model = Model(stack, "Slow", image=IMAGE, artifact=artifact, profile=profile)
    endpoint = RealTimeEndpoint(stack, "RealTime", model=model, instance_type="ml.c7i.large")
    invoker = LambdaInvoker(stack, "Invoker", endpoint=endpoint)
    with pytest.raises(ValueError, match="^batch_size is 9, of which 2 are inferred at once, .* 8 s.* 6.5 s.* most 8"):
        invoker.on_queue("TooMany", batch_size=9, concurrency=2)
    invoker.on_queue("Asked", batch_size=8, concurrency=2)


def test_nothing_is_found_in_what_is_made(app: App, stack: Stack, model: Model, real_time: Endpoint) -> None:
    """By any pack of cdk-nag, by checkov or by cfn-lint."""
    asynchronous = AsyncEndpoint(stack, "Async", model=model, instance_type="ml.c7i.large")
    bus, topic = events.EventBus(stack, "Bus"), sns.Topic(stack, "Topic", enforce_ssl=True)
    key = kms.Key(stack, "Key", enable_key_rotation=True)
    for endpoint in (real_time, asynchronous):
        invoker = LambdaInvoker(
            stack,
            f"{endpoint.node.id}Invoker",
            endpoint=endpoint,
            tracing=lambda_.Tracing.ACTIVE,
            encryption_key=key,
        )
        invoker.on_queue("Asked")
        invoker.on_queue("Ordered", fifo=True)
        invoker.on_topic("Told", topic)
        invoker.on_schedule("Hourly", ScheduleExpression.rate(Duration.hours(1)), payload=[1])
        invoker.publish_results_to(bus)
        invoker.send_results_to(sqs.Queue.from_queue_arn(stack, f"{endpoint.node.id}Results", RESULTS))
    acknowledge_findings(stack)
    found = [finding for finding in unexplained_in(app) if "Topic" not in finding.where and "Bus" not in finding.where]
    assert [f"{finding.rule} {finding.where}" for finding in found] == []
    assert lint.findings((Path(app.outdir) / "Test.template.json").read_text(), "eu-west-1") == []
