"""Batches of SQS messages: each is a request, and those that fail come again."""

import json
from typing import Any

import pytest

from inference.ways_in.message import message_request
from tests.lambda_src.conftest import Lines, Load
from tests.lambda_src.events import LambdaContext, queue_event, queued
from tests.lambda_src.fake_aws import INVOKE, INVOKE_ASYNC, PUT_EVENTS, SEND_MESSAGE, FakeAws, fault, model_error

NONE_FAILED: dict[str, Any] = {"batchItemFailures": []}
WELL = [queued("1", f"m-{number}") for number in range(9)]


def failed(*message_ids: str) -> dict[str, Any]:
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in message_ids]}


def test_a_message_is_a_request_and_its_result_is_published(aws: FakeAws, load: Load, lines: Lines) -> None:
    handler = load("invoke").handler
    assert handler(queue_event(queued('{"x":"あ"}')), LambdaContext()) == NONE_FAILED
    (call,) = aws.calls(INVOKE)
    assert call.body == '{"x":"あ"}'.encode()
    assert call.headers["content-type"] == "application/json"
    assert call.headers["x-amzn-sagemaker-inference-id"] == "m-1"
    (event,) = aws.events
    assert (event["DetailType"], event["Detail"]["requestId"]) == ("Inference Succeeded", "m-1")
    (line,) = lines()
    assert (line["wayIn"], line["requestId"], line["status"]) == ("queue", "m-1", 200)


def test_attributes_say_what_the_api_calls_by_their_names(aws: FakeAws, load: Load) -> None:
    message = queued(
        "1,2",
        ContentType="text/csv",
        Accept="text/plain",
        TargetModel="a.tar.gz",
        TargetVariant="blue",
        InferenceComponentName="small",
        SessionId="s",
        CustomAttributes="c",
        EnableExplanations="`true`",
        TargetContainerHostname="second",
        InferenceId="order-7",
    )
    load("invoke").handler(queue_event(message), LambdaContext())
    headers = aws.calls(INVOKE)[0].headers
    prefix = "x-amzn-sagemaker-"
    sent = {name.removeprefix(prefix): value for name, value in headers.items() if name.startswith(prefix)}
    assert (
        sent.items()
        >= {
            "target-model": "a.tar.gz",
            "target-variant": "blue",
            "inference-component": "small",
            "session-id": "s",
            "custom-attributes": "c",
            "enable-explanations": "`true`",
            "target-container-hostname": "second",
            "inference-id": "order-7",
        }.items()
    )
    assert (headers["content-type"], headers["accept"]) == ("text/csv", "text/plain")


@pytest.mark.parametrize(("attributes", "key"), [({}, "m-1"), ({"IdempotencyKey": "order-7"}, "order-7")])
def test_a_message_that_comes_twice_is_the_same_request(attributes: dict[str, str], key: str) -> None:
    assert message_request("1", attributes, message_id="m-1").idempotency_key == key


def test_a_body_of_bytes_comes_as_base64(aws: FakeAws, load: Load) -> None:
    message = queued("/9j/", ContentType="image/jpeg", ContentEncoding="base64")
    assert load("invoke").handler(queue_event(message), LambdaContext()) == NONE_FAILED
    assert aws.calls(INVOKE)[0].body == b"\xff\xd8\xff"


def test_a_binary_attribute_is_read_as_text(aws: FakeAws, load: Load) -> None:
    message = queued("1")
    message["messageAttributes"] = {"ContentType": {"binaryValue": "dGV4dC9jc3Y=", "dataType": "Binary"}}
    load("invoke").handler(queue_event(message), LambdaContext())
    assert aws.calls(INVOKE)[0].headers["content-type"] == "text/csv"


def test_attributes_of_other_names_are_not_looked_at(aws: FakeAws, load: Load) -> None:
    """Bytes that are no text, as tracing and others send them."""
    message = queued("1")
    message["messageAttributes"] = {"trace": {"binaryValue": "/w==", "dataType": "Binary"}, "other": {"dataType": "?"}}
    assert load("invoke").handler(queue_event(message), LambdaContext()) == NONE_FAILED
    assert aws.calls(INVOKE)[0].body == b"1"


def _without(message: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in message.items() if key != name}


def _with_attribute(**attribute: Any) -> dict[str, Any]:
    return {**queued("1", "bad"), "messageAttributes": {"ContentType": attribute}}


POISON = [
    (queued(None, "bad"), "BadRequest", "body of type NoneType"),
    (queued("", "bad"), "BadRequest", "empty"),
    ({**queued("", "bad"), "body": {"x": 1}}, "BadRequest", "body of type dict"),
    (queued("no base64!", "bad", ContentEncoding="base64"), "BadRequest", "base64"),
    (queued("あ", "bad", ContentEncoding="base64"), "BadRequest", "base64"),
    (queued("1", "bad", ContentEncoding="gzip"), "BadRequest", "ContentEncoding is 'gzip'"),
    (queued("\ud800", "bad"), "BadRequest", "surrogate"),
    (queued("1", "bad", ContentType="a\nb"), "BadRequest", "content type"),
    (queued("1", "bad", InferenceId="x" * 65), "BadRequest", "request id"),
    (_with_attribute(binaryValue="/w==", dataType="Binary"), "BadRequest", "binary message attribute"),
    (_with_attribute(binaryValue=None, dataType="Binary"), "BadRequest", "of type NoneType"),
    (_with_attribute(dataType="String"), "BadRequest", "of type NoneType"),
    (queued("x" * 1001, "bad"), "PayloadTooLarge", "1001 bytes"),
    (queued("QUFB" * 334, "bad", ContentEncoding="base64"), "PayloadTooLarge", "1002 bytes"),
]


@pytest.mark.parametrize(("poison", "code", "reason"), POISON)
def test_one_poison_message_of_ten_comes_again_alone_and_says_why(
    aws: FakeAws, load: Load, lines: Lines, poison: dict[str, Any], code: str, reason: str
) -> None:
    """Again and again, and then it is in the dead-letter queue; the other nine are deleted."""
    batch = queue_event(*WELL[:4], poison, *WELL[4:])
    assert load("invoke").handler(batch, LambdaContext()) == failed("bad")
    assert len(aws.calls(INVOKE)) == 9
    (line,) = [line for line in lines() if line["requestId"] == "bad"]
    assert line["code"] == code
    assert reason in line["detail"]
    (event,) = [event for event in aws.events if event["DetailType"] == "Inference Failed"]
    assert event["Detail"]["requestId"] == "bad"
    assert reason in event["Detail"]["error"]["message"]


@pytest.mark.parametrize("name", ["messageAttributes", "attributes", "eventSourceARN"])
def test_what_a_standard_queues_message_may_leave_out_is_not_missed(aws: FakeAws, load: Load, name: str) -> None:
    batch = queue_event(_without(queued("1"), name))
    assert load("invoke").handler(batch, LambdaContext()) == NONE_FAILED


def test_base64_of_just_the_limit_is_sent(aws: FakeAws, load: Load) -> None:
    message = queued("QUFB" * 333 + "QQ==", ContentEncoding="base64")
    assert load("invoke").handler(queue_event(message), LambdaContext()) == NONE_FAILED
    assert len(aws.calls(INVOKE)[0].body) == 1000


def test_when_all_messages_are_bad_all_of_them_come_again(aws: FakeAws, load: Load) -> None:
    """No silent success: an empty list would delete them."""
    batch = queue_event(*(queued("", f"m-{number}") for number in range(10)))
    answer = load("invoke").handler(batch, LambdaContext())
    assert answer == failed(*(f"m-{number}" for number in range(10)))
    assert aws.calls(INVOKE) == []


def test_what_may_pass_comes_again_and_is_not_published_as_failed(aws: FakeAws, load: Load, lines: Lines) -> None:
    aws.script(INVOKE, *[fault("ServiceUnavailable", 503)] * 3)
    answer = load("invoke").handler(queue_event(*WELL[:2]), LambdaContext())
    assert answer == failed("m-0")
    assert [event["Detail"]["requestId"] for event in aws.events] == ["m-1"]
    assert [line["code"] for line in lines() if line["requestId"] == "m-0"] == ["ServiceUnavailable"]


def test_what_the_model_refuses_is_published_and_comes_again(aws: FakeAws, load: Load) -> None:
    aws.script(INVOKE, model_error(422, "4 features, not 5"))
    assert load("invoke").handler(queue_event(*WELL[:2]), LambdaContext()) == failed("m-0")
    (event,) = [event for event in aws.events if event["DetailType"] == "Inference Failed"]
    assert event["Detail"]["error"] == {"code": "ModelClientError", "message": "4 features, not 5"}


def test_a_result_that_cannot_be_published_comes_again(aws: FakeAws, load: Load, lines: Lines) -> None:
    aws.script(PUT_EVENTS, fault("AccessDeniedException", 400))
    assert load("invoke").handler(queue_event(*WELL[:2]), LambdaContext()) == failed("m-0")
    assert [line["code"] for line in lines() if line["requestId"] == "m-0"] == ["ResultNotPublished"]


def test_a_failure_that_cannot_be_published_keeps_its_own_reason(aws: FakeAws, load: Load, lines: Lines) -> None:
    aws.script(PUT_EVENTS, fault("AccessDeniedException", 400))
    assert load("invoke").handler(queue_event(queued("", "bad"), *WELL[:1]), LambdaContext()) == failed("bad")
    assert [line["code"] for line in lines() if line["requestId"] == "bad"] == ["BadRequest"]


def test_an_error_of_no_row_loses_no_other_message(aws: FakeAws, load: Load, lines: Lines) -> None:
    """The line says what it was and where, in no words of the message's."""
    broken = {**queued("1", "bad"), "messageAttributes": {"ContentType": "secret"}}
    assert load("invoke").handler(queue_event(WELL[0], broken, WELL[1]), LambdaContext()) == failed("bad")
    assert len(aws.calls(INVOKE)) == 2
    (line,) = [line for line in lines() if line["requestId"] == "bad"]
    assert (line["code"], line["status"], line["level"]) == ("Unhandled", 500, "ERROR")
    assert line["detail"].startswith("AttributeError in queue.py:")
    assert "secret" not in json.dumps(line)


def test_a_message_without_an_id_fails_the_batch_before_anything_is_sent(aws: FakeAws, load: Load) -> None:
    """There is no way to say which message comes again, so all of them do."""
    with pytest.raises(KeyError, match="messageId"):
        load("invoke").handler(queue_event(WELL[0], _without(queued("1"), "messageId")), LambdaContext())
    assert aws.received == []


def test_results_go_to_a_queue_too(aws: FakeAws, load: Load) -> None:
    function = load("invoke", SAGEWIRE_RESULT_BUS=None, SAGEWIRE_RESULT_QUEUE=f"{aws.url}/1/results")
    assert function.handler(queue_event(queued("1"), queued("", "bad")), LambdaContext()) == failed("bad")
    told = [message["MessageBody"] for message in aws.messages]
    assert [(each["outcome"], each["requestId"]) for each in told] == [
        ("Inference Succeeded", "m-1"),
        ("Inference Failed", "bad"),
    ]
    assert len(aws.calls(SEND_MESSAGE)) == 2


def test_an_asynchronous_endpoint_takes_messages(aws: FakeAws, load: Load, lines: Lines) -> None:
    assert load("invoke_async").handler(queue_event(queued("1")), LambdaContext()) == NONE_FAILED
    assert aws.calls(INVOKE_ASYNC)[0].headers["x-amzn-sagemaker-inference-id"] == "m-1"
    assert aws.events == []
    assert [(line["wayIn"], line["status"]) for line in lines()] == [("queue", 202)]


@pytest.mark.parametrize("event", [{"Records": []}, {"Records": [1]}, {"Records": {"eventSource": "aws:sqs"}}])
def test_what_is_no_batch_of_a_queue_is_a_direct_call(aws: FakeAws, load: Load, event: Any) -> None:
    assert load("invoke").handler(event, LambdaContext()) == {"score": 0.5}
