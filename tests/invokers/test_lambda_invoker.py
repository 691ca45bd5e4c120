"""The function in front of an endpoint: settings that follow from its kind, ways in, way out."""

import math
from pathlib import Path

import pytest
from aws_cdk import Duration, Size, Stack, Token
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs
from aws_cdk.assertions import Annotations, Match

from inference.retry import ANSWER_RESERVE, CONNECT_TIMEOUT, RetryPolicy
from sagewire import (
    AsyncEndpoint,
    ContainerImage,
    Endpoint,
    LambdaInvoker,
    Model,
    ModelArtifact,
    RealTimeEndpoint,
    ServerlessEndpoint,
)
from sagewire.endpoints.kind import ASYNCHRONOUS, REAL_TIME, SERVERLESS, EndpointKind
from sagewire.invokers.batch_time import ATTEMPT_MARGIN
from tests.models import allowing
from tests.templates import only, resources, statements

PATTERN = events.EventPattern(source=["website"])


@pytest.fixture
def image() -> ContainerImage:
    return ContainerImage.for_framework("sklearn", "1.2-1")


@pytest.fixture
def model(stack: Stack, image: ContainerImage, model_folder: Path) -> Model:
    return Model(stack, "Model", image=image, artifact=ModelArtifact.from_asset(model_folder))


@pytest.fixture
def real_time(stack: Stack, model: Model) -> RealTimeEndpoint:
    return RealTimeEndpoint(stack, "RealTime", model=model, instance_type="ml.c7i.large")


@pytest.fixture
def asynchronous(stack: Stack, model: Model) -> AsyncEndpoint:
    return AsyncEndpoint(stack, "Async", model=model, instance_type="ml.c7i.large")


def variables(stack: Stack) -> dict[str, object]:
    found: dict[str, object] = only(stack, "AWS::Lambda::Function")["Environment"]["Variables"]
    return found


def test_the_function_waits_longer_than_the_endpoint_may_take(stack: Stack, real_time: Endpoint) -> None:
    """Pitfall 22: the endpoint may take 60 s, its client waits 70 s, and the function longer than its client."""
    LambdaInvoker(stack, "Invoker", endpoint=real_time)
    assert variables(stack)["SAGEWIRE_READ_TIMEOUT"] == "70"
    assert only(stack, "AWS::Lambda::Function")["Timeout"] == 80


def test_a_deadline_shortens_the_wait(stack: Stack, real_time: Endpoint) -> None:
    LambdaInvoker(stack, "Invoker", endpoint=real_time, deadline=Duration.millis(2500))
    assert variables(stack)["SAGEWIRE_READ_TIMEOUT"] == "3"
    assert only(stack, "AWS::Lambda::Function")["Timeout"] == 13


def test_a_deadline_beyond_the_endpoints_time_changes_nothing(stack: Stack, real_time: Endpoint) -> None:
    LambdaInvoker(stack, "Invoker", endpoint=real_time, deadline=Duration.minutes(10))
    assert only(stack, "AWS::Lambda::Function")["Timeout"] == 80


def test_an_asynchronous_invoker_does_not_wait_for_the_result(stack: Stack, asynchronous: AsyncEndpoint) -> None:
    LambdaInvoker(stack, "Invoker", endpoint=asynchronous, deadline=Duration.minutes(30))
    function = only(stack, "AWS::Lambda::Function")
    assert function["Handler"] == "invoke_async.handler.handler"
    assert function["Timeout"] == 29
    assert function["Environment"]["Variables"]["SAGEWIRE_INPUT_LOCATION"]["Fn::Join"][1][-1] == "/requests/"


def test_the_request_limit_is_that_of_the_kind(stack: Stack, model: Model) -> None:
    LambdaInvoker(stack, "Invoker", endpoint=ServerlessEndpoint(stack, "Serverless", model=model))
    assert variables(stack)["SAGEWIRE_REQUEST_LIMIT"] == "4194304"


def test_memory_grows_with_the_payload(stack: Stack, asynchronous: AsyncEndpoint) -> None:
    LambdaInvoker(stack, "Invoker", endpoint=asynchronous, request=Size.mebibytes(200))
    assert only(stack, "AWS::Lambda::Function")["MemorySize"] == 960


def test_a_result_that_goes_to_s3_takes_no_memory(stack: Stack, asynchronous: AsyncEndpoint) -> None:
    LambdaInvoker(stack, "Invoker", endpoint=asynchronous, response=Size.gibibytes(1))
    assert only(stack, "AWS::Lambda::Function")["MemorySize"] == 512


def test_a_size_that_is_not_known_is_named(stack: Stack, real_time: Endpoint) -> None:
    size = Size.kibibytes(Token.as_number({"Ref": "Size"}))
    with pytest.raises(ValueError, match="^request is known at deployment only"):
        LambdaInvoker(stack, "One", endpoint=real_time, request=size)
    with pytest.raises(ValueError, match="^response is known at deployment only"):
        LambdaInvoker(stack, "Other", endpoint=real_time, response=size)


def test_the_workload_stands_in_the_metadata(stack: Stack, real_time: Endpoint) -> None:
    LambdaInvoker(
        stack,
        "Invoker",
        endpoint=real_time,
        deadline=Duration.seconds(5),
        request=Size.kibibytes(64),
        peak_rate=20,
    )
    (function,) = resources(stack, "AWS::Lambda::Function").values()
    assert function["Metadata"]["sagewire"] == {
        "deadlineMilliseconds": 5000,
        "requestBytes": 65536,
        "peakRate": 20,
    }


def test_the_role_may_invoke_this_endpoint_and_write_this_log(stack: Stack, real_time: Endpoint) -> None:
    LambdaInvoker(stack, "Invoker", endpoint=real_time)
    (policy,) = [
        role["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
        for name, role in resources(stack, "AWS::IAM::Role").items()
        if name.startswith("Invoker")
    ]
    (log_group,) = resources(stack, "AWS::Logs::LogGroup")
    (endpoint,) = resources(stack, "AWS::SageMaker::Endpoint")
    assert [(s["Action"], s["Resource"]) for s in policy] == [
        (["logs:CreateLogStream", "logs:PutLogEvents"], {"Fn::GetAtt": [log_group, "Arn"]}),
        ("sagemaker:InvokeEndpoint", {"Ref": endpoint}),
    ]
    for role in resources(stack, "AWS::IAM::Role").values():
        assert "ManagedPolicyArns" not in role["Properties"]


def test_a_function_url_asks_for_iam_by_default(stack: Stack, real_time: Endpoint) -> None:
    LambdaInvoker(stack, "Invoker", endpoint=real_time).add_function_url()
    assert only(stack, "AWS::Lambda::Url")["AuthType"] == "AWS_IAM"


def test_events_are_kept_when_neither_rule_nor_function_can_deliver_them(stack: Stack, real_time: Endpoint) -> None:
    invoker = LambdaInvoker(stack, "Invoker", endpoint=real_time)
    invoker.on_event("Viewed", pattern=PATTERN, max_event_age=Duration.minutes(5))
    invoker.on_event("Bought", pattern=PATTERN)
    (queue,) = resources(stack, "AWS::SQS::Queue")
    arn = {"Fn::GetAtt": [queue, "Arn"]}
    for rule in resources(stack, "AWS::Events::Rule").values():
        (target,) = rule["Properties"]["Targets"]
        assert target["DeadLetterConfig"] == {"Arn": arn}
        assert target["RetryPolicy"] == {"MaximumEventAgeInSeconds": 300}
    invoke = only(stack, "AWS::Lambda::EventInvokeConfig")
    assert invoke["MaximumEventAgeInSeconds"] == 300
    assert invoke["MaximumRetryAttempts"] == 2
    assert invoke["DestinationConfig"]["OnFailure"] == {"Destination": arn}


def test_results_go_onto_the_bus(stack: Stack, real_time: Endpoint) -> None:
    bus = events.EventBus(stack, "Bus")
    LambdaInvoker(stack, "Invoker", endpoint=real_time).publish_results_to(bus, source="ranking")
    (bus_id,) = resources(stack, "AWS::Events::EventBus")
    arn = {"Fn::GetAtt": [bus_id, "Arn"]}
    assert variables(stack)["SAGEWIRE_RESULT_BUS"] == arn
    assert variables(stack)["SAGEWIRE_RESULT_SOURCE"] == "ranking"
    assert [s["Resource"] for s in statements(stack) if s["Action"] == "events:PutEvents"] == [arn]


def test_results_go_onto_one_bus(stack: Stack, real_time: Endpoint) -> None:
    invoker = LambdaInvoker(stack, "Invoker", endpoint=real_time)
    invoker.publish_results_to(events.EventBus(stack, "Bus"))
    with pytest.raises(ValueError, match="^Test/Invoker publishes its results already: forward them with a rule"):
        invoker.publish_results_to(events.EventBus(stack, "Other"))


def test_notifications_of_an_asynchronous_endpoint_go_onto_the_bus(stack: Stack, asynchronous: AsyncEndpoint) -> None:
    bus = events.EventBus(stack, "Bus")
    LambdaInvoker(stack, "Invoker", endpoint=asynchronous).publish_results_to(bus)
    subscriptions = resources(stack, "AWS::SNS::Subscription").values()
    topics = resources(stack, "AWS::SNS::Topic")
    assert sorted(s["Properties"]["TopicArn"]["Ref"] for s in subscriptions) == sorted(topics)
    assert all("deadLetterTargetArn" in s["Properties"]["RedrivePolicy"] for s in subscriptions)
    handlers = {f["Properties"]["Handler"] for f in resources(stack, "AWS::Lambda::Function").values()}
    assert handlers == {"invoke_async.handler.handler", "publish_result.handler.handler"}


def test_a_notification_that_the_function_failed_on_is_kept(stack: Stack, asynchronous: AsyncEndpoint) -> None:
    LambdaInvoker(stack, "Invoker", endpoint=asynchronous).publish_results_to(events.EventBus(stack, "Bus"))
    (publisher,) = (
        name
        for name, function in resources(stack, "AWS::Lambda::Function").items()
        if function["Properties"]["Handler"].startswith("publish_result.")
    )
    configured = only(stack, "AWS::Lambda::EventInvokeConfig")
    (queue,) = resources(stack, "AWS::SQS::Queue")
    assert configured["FunctionName"] == {"Ref": publisher}
    assert configured["DestinationConfig"]["OnFailure"]["Destination"] == {"Fn::GetAtt": [queue, "Arn"]}
    (policy,) = (
        each["Properties"]
        for name, each in resources(stack, "AWS::IAM::Policy").items()
        if name.startswith("InvokerPublishResult")
    )
    assert policy["PolicyDocument"]["Statement"][0]["Action"] == ["sqs:SendMessage"]


def test_an_object_that_appears_is_a_request(stack: Stack, asynchronous: AsyncEndpoint) -> None:
    invoker = LambdaInvoker(stack, "Invoker", endpoint=asynchronous)
    invoker.on_object_created("Uploaded", asynchronous.input_bucket, prefix="incoming/")
    pattern = only(stack, "AWS::Events::Rule")["EventPattern"]
    assert pattern["source"] == ["aws.s3"]
    assert pattern["detail-type"] == ["Object Created"]
    assert pattern["detail"]["object"] == {"key": [{"prefix": "incoming/"}]}


def test_a_prefix_that_is_known_at_deployment_only_is_a_prefix_still(stack: Stack, asynchronous: AsyncEndpoint) -> None:
    uploads = s3.Bucket.from_bucket_name(stack, "Uploads", "uploads")
    prefix = Token.as_string({"Ref": "Prefix"})
    LambdaInvoker(stack, "Invoker", endpoint=asynchronous).on_object_created("Uploaded", uploads, prefix=prefix)
    detail = only(stack, "AWS::Events::Rule")["EventPattern"]["detail"]
    assert detail["object"] == {"key": [{"prefix": {"Ref": "Prefix"}}]}


@pytest.mark.parametrize("rate", [-1, math.nan, math.inf])
def test_a_rate_that_is_none(stack: Stack, real_time: Endpoint, rate: float) -> None:
    with pytest.raises(ValueError, match=f"^peak_rate is {rate}; allowed are"):
        LambdaInvoker(stack, "Invoker", endpoint=real_time, peak_rate=rate)


def test_the_endpoint_may_read_what_appears_in_another_bucket(stack: Stack, asynchronous: AsyncEndpoint) -> None:
    uploads = s3.Bucket.from_bucket_name(stack, "Uploads", "uploads")
    LambdaInvoker(stack, "Invoker", endpoint=asynchronous).on_object_created("Uploaded", uploads, prefix="a/")
    reads = [str(s["Resource"]) for s in statements(stack) if s["Action"] == "s3:GetObject"]
    assert any(":s3:::uploads/a/*" in resource for resource in reads)


def test_the_invokers_own_uploads_must_not_call_it_again(stack: Stack, asynchronous: AsyncEndpoint) -> None:
    invoker = LambdaInvoker(stack, "Invoker", endpoint=asynchronous)
    for prefix in ("", "requests/", "requests/a/"):
        with pytest.raises(ValueError, match=f"^prefix is '{prefix}', where this invoker puts its own uploads"):
            invoker.on_object_created("Uploaded", asynchronous.input_bucket, prefix=prefix)


def test_a_synchronous_endpoint_reads_nothing_from_s3(stack: Stack, real_time: Endpoint) -> None:
    uploads = s3.Bucket.from_bucket_name(stack, "Uploads", "uploads")
    with pytest.raises(ValueError, match="^on_object_created on Test/RealTime: only an AsyncEndpoint reads"):
        LambdaInvoker(stack, "Invoker", endpoint=real_time).on_object_created("Uploaded", uploads)


def test_callers_of_the_function_itself(stack: Stack, real_time: Endpoint) -> None:
    LambdaInvoker(stack, "Invoker", endpoint=real_time).grant_invoke(iam.User(stack, "Caller"))
    assert "lambda:InvokeFunction" in [statement["Action"] for statement in statements(stack)]


def test_a_model_that_is_not_ready_three_times_is_asked_a_fourth_time(stack: Stack, real_time: Endpoint) -> None:
    LambdaInvoker(stack, "Invoker", endpoint=real_time)
    assert variables(stack)["SAGEWIRE_MAX_ATTEMPTS"] == "5"


@pytest.mark.parametrize("kind", [REAL_TIME, SERVERLESS, ASYNCHRONOUS])
def test_quick_failures_leave_the_time_for_all_attempts(kind: EndpointKind) -> None:
    """One wait for the endpoint always fits, and before it the longest pauses of all attempts."""
    policy = RetryPolicy(max_attempts=5, backoff_base=0.2, read_timeout=kind.read_timeout)
    pauses = sum(policy.longest_pause(number) for number in range(1, 5))
    assert kind.own_time >= CONNECT_TIMEOUT + ANSWER_RESERVE + pauses + 3
    assert ATTEMPT_MARGIN == CONNECT_TIMEOUT + ANSWER_RESERVE


def test_traces_go_to_x_ray_if_asked(stack: Stack, real_time: Endpoint) -> None:
    LambdaInvoker(stack, "Invoker", endpoint=real_time, tracing=lambda_.Tracing.ACTIVE)
    assert only(stack, "AWS::Lambda::Function")["TracingConfig"] == {"Mode": "Active"}
    (traces,) = allowing(stack, "xray:PutTraceSegments")
    assert traces["Action"] == ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]


@pytest.mark.parametrize("tracing", [None, lambda_.Tracing.DISABLED, lambda_.Tracing.PASS_THROUGH])
def test_no_trace_is_written_unasked(stack: Stack, real_time: Endpoint, tracing: lambda_.Tracing | None) -> None:
    LambdaInvoker(stack, "Invoker", endpoint=real_time, tracing=tracing)
    assert only(stack, "AWS::Lambda::Function").get("TracingConfig") in (None, {"Mode": "PassThrough"})
    assert allowing(stack, "xray:PutTraceSegments") == []


def test_a_key_encrypts_the_log_and_the_environment(stack: Stack, real_time: Endpoint) -> None:
    LambdaInvoker(stack, "Invoker", endpoint=real_time, encryption_key=kms.Key(stack, "Key"))
    (key,) = resources(stack, "AWS::KMS::Key")
    arn = {"Fn::GetAtt": [key, "Arn"]}
    assert only(stack, "AWS::Logs::LogGroup")["KmsKeyId"] == arn
    assert only(stack, "AWS::Lambda::Function")["KmsKeyArn"] == arn
    (decrypts,) = allowing(stack, "kms:Decrypt")
    assert decrypts["Resource"] == arn
    (_, logs) = only(stack, "AWS::KMS::Key")["KeyPolicy"]["Statement"]
    assert logs["Principal"]["Service"]["Fn::Join"][1][0] == "logs."
    (groups,) = logs["Condition"]["ArnLike"].values()
    assert groups["Fn::Join"][1][-2:] == [{"Ref": "AWS::AccountId"}, ":log-group:*"]


def test_the_policy_of_an_imported_key_is_told_about(stack: Stack, real_time: Endpoint) -> None:
    key = kms.Key.from_key_arn(stack, "Key", "arn:aws:kms:eu-west-1:123456789012:key/a")
    LambdaInvoker(stack, "Invoker", endpoint=real_time, encryption_key=key)
    Annotations.from_stack(stack).has_warning(
        "/Test/Invoker", Match.string_like_regexp("encryption_key Test/Key is imp")
    )


def test_results_go_to_a_queue(stack: Stack, real_time: Endpoint) -> None:
    queue = sqs.Queue(stack, "Results", encryption_master_key=kms.Key(stack, "Key"))
    LambdaInvoker(stack, "Invoker", endpoint=real_time).send_results_to(queue)
    (queue_id,) = resources(stack, "AWS::SQS::Queue")
    (key,) = resources(stack, "AWS::KMS::Key")
    assert variables(stack)["SAGEWIRE_RESULT_QUEUE"] == {"Ref": queue_id}
    (sends,) = allowing(stack, "sqs:SendMessage")
    assert sends["Resource"] == {"Fn::GetAtt": [queue_id, "Arn"]}
    (encrypts,) = allowing(stack, "kms:GenerateDataKey")
    assert encrypts["Resource"] == {"Fn::GetAtt": [key, "Arn"]}


def test_notifications_go_wherever_results_go(stack: Stack, asynchronous: AsyncEndpoint) -> None:
    invoker = LambdaInvoker(stack, "Invoker", endpoint=asynchronous, tracing=lambda_.Tracing.ACTIVE)
    invoker.send_results_to(sqs.Queue(stack, "Results"))
    invoker.publish_results_to(events.EventBus(stack, "Bus"))
    functions = [each["Properties"] for each in resources(stack, "AWS::Lambda::Function").values()]
    assert [each["TracingConfig"] for each in functions] == [{"Mode": "Active"}] * 2
    for function in functions:
        assert {"SAGEWIRE_RESULT_QUEUE", "SAGEWIRE_RESULT_BUS"} < function["Environment"]["Variables"].keys() | {""}
    assert len(allowing(stack, "events:PutEvents")) == 2
    results = [queue for queue in resources(stack, "AWS::SQS::Queue") if queue.startswith("Results")]
    sends = [str(statement["Resource"]) for statement in allowing(stack, "sqs:SendMessage")]
    assert sum(results[0] in resource for resource in sends) == 2


def test_a_queue_that_takes_no_results(stack: Stack, real_time: Endpoint) -> None:
    invoker = LambdaInvoker(stack, "Invoker", endpoint=real_time)
    with pytest.raises(ValueError, match="^queue Test/Ordered is a FIFO queue, and results come in no order"):
        invoker.send_results_to(sqs.Queue(stack, "Ordered", fifo=True))
    with pytest.raises(ValueError, match="^queue Test/Invoker/Asked holds the requests of Test/Invoker and would get"):
        invoker.send_results_to(invoker.on_queue("Asked"))
    invoker.send_results_to(sqs.Queue(stack, "Results"))
    with pytest.raises(ValueError, match="^Test/Invoker sends its results to Test/Results already"):
        invoker.send_results_to(sqs.Queue(stack, "Others"))


def test_what_cannot_work_is_refused(stack: Stack, real_time: Endpoint) -> None:
    with pytest.raises(ValueError, match="^deadline is 901; allowed are 1 to 900 s"):
        LambdaInvoker(stack, "Late", endpoint=real_time, deadline=Duration.seconds(901))
    with pytest.raises(ValueError, match="^request is 7340032; allowed are 0 to 6291456 B"):
        LambdaInvoker(stack, "Large", endpoint=real_time, request=Size.mebibytes(7))
    with pytest.raises(ValueError, match="^response is 7340032; allowed are 0 to 6291456 B"):
        LambdaInvoker(stack, "Long", endpoint=real_time, response=Size.mebibytes(7))


def test_a_deadline_below_a_second_is_rounded_up(stack: Stack, real_time: Endpoint) -> None:
    LambdaInvoker(stack, "Invoker", endpoint=real_time, deadline=Duration.millis(300))
    assert variables(stack)["SAGEWIRE_READ_TIMEOUT"] == "1"


def test_what_settings_follow_from_must_be_known(stack: Stack, real_time: Endpoint) -> None:
    later = Token.as_number({"Ref": "Later"})
    with pytest.raises(ValueError, match="^deadline is known at deployment only; give a figure"):
        LambdaInvoker(stack, "Late", endpoint=real_time, deadline=Duration.seconds(later))
    with pytest.raises(ValueError, match="^request is known at deployment only; give a figure"):
        LambdaInvoker(stack, "Large", endpoint=real_time, request=Size.bytes(later))


def test_one_function_has_one_event_age(stack: Stack, real_time: Endpoint) -> None:
    invoker = LambdaInvoker(stack, "Invoker", endpoint=real_time)
    with pytest.raises(ValueError, match="^max_event_age is 30; allowed are 60 to 21600 s"):
        LambdaInvoker(stack, "Young", endpoint=real_time).on_event(
            "Viewed", pattern=PATTERN, max_event_age=Duration.seconds(30)
        )
    invoker.on_event("Viewed", pattern=PATTERN)
    with pytest.raises(ValueError, match=r"^max_event_age is 60 s; an earlier way into Test/Invoker set 3600 s"):
        invoker.on_event("Bought", pattern=PATTERN, max_event_age=Duration.seconds(60))
