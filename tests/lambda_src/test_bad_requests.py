"""What whoever sent a bad request is told, word for word: what was given, what is allowed, what to change."""

from typing import Any

import pytest

from inference.errors import BadRequest, InferenceError
from inference.request import InferenceRequest, named_request
from inference.ways_in.message import message_request, text_attribute
from tests.lambda_src.conftest import Load
from tests.lambda_src.events import LambdaContext, queue_event, queued
from tests.lambda_src.fake_aws import SEND_MESSAGE, FakeAws, fault

LONG = "y" * 2000
SHOWN = "y" * 64
EMPTY = "the request is empty: send what the model is to infer from"
NO_UNICODE = "the request is no valid Unicode: it has half a surrogate pair"
NO_TEXT = "a binary message attribute is not text: send it as a String"


def _with(**attribute: Any) -> dict[str, Any]:
    return {**queued("1"), "messageAttributes": {"ContentType": attribute}}


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (queued(""), EMPTY),
        (queued("\ud800"), NO_UNICODE),
        (queued(None), "the message has a body of type NoneType: it must be text"),
        (queued("1!", ContentEncoding="base64"), "the body is said to be base64 and is not"),
        (queued("1", ContentEncoding=LONG), f"ContentEncoding is '{SHOWN}': it must be base64, or be left out"),
        (queued("1", InferenceId=LONG), f"the request id is '{SHOWN}': it must be 1 to 64 printable ASCII characters"),
        (
            queued("1", ContentType=LONG),
            f"the content type is '{SHOWN}': it must be 1 to 1024 printable ASCII characters",
        ),
        (queued("1", Accept="grün"), "the accept is 'gr\\xfcn': it must be 1 to 1024 printable ASCII characters"),
        (
            queued("1", TargetVariant=" x"),
            "the TargetVariant is ' x': it must be 1 to 63 printable ASCII characters",
        ),
        (_with(stringValue=7, dataType="Number"), "a message attribute has a value of type int: it must be text"),
        (_with(binaryValue="/w==", dataType="Binary"), NO_TEXT),
        (_with(binaryValue="dGV4!dC9jc3Y=", dataType="Binary"), NO_TEXT),
    ],
)
def test_a_message_at_fault_is_told_so(aws: FakeAws, load: Load, message: dict[str, Any], said: str) -> None:
    load("invoke").handler(queue_event(message), LambdaContext())
    (event,) = aws.events
    assert event["Detail"]["error"] == {"code": "BadRequest", "message": said}


def test_an_object_whose_key_no_header_can_carry_is_told_so() -> None:
    with pytest.raises(BadRequest) as raised:
        InferenceRequest(id="1", content_type="text/csv", size=1, input_location="s3://uploads/grün.csv")
    assert str(raised.value).startswith(
        "the location of the input is 's3://uploads/gr\\xfcn.csv': it must be 1 to 1024 "
    )


def test_a_value_of_just_the_length_is_taken() -> None:
    request = InferenceRequest(id="i" * 64, content_type="t" * 1024, accept="a" * 1024, size=1)
    assert (request.id, request.accept) == ("i" * 64, "a" * 1024)


def test_names_of_the_api_come_before_what_the_way_in_knows() -> None:
    named = {"InferenceId": "theirs", "CorrelationId": "order-7", "IdempotencyKey": "once", "TargetModel": "a.tar.gz"}
    request = named_request(b"1", named, request_id="ours", key="message")
    assert (request.id, request.correlation_id, request.idempotency_key) == ("theirs", "order-7", "once")
    assert (request.choices, request.content_type, request.size) == ({"TargetModel": "a.tar.gz"}, "application/json", 1)
    plain = named_request(b"1", {}, request_id="ours", key="message")
    assert (plain.id, plain.correlation_id, plain.idempotency_key) == ("ours", None, "message")


def test_a_message_is_its_own_idempotency_key() -> None:
    assert message_request("1", {}, message_id="m-1").idempotency_key == "m-1"
    assert text_attribute("dGV4dC9jc3Y=", binary=True) == "text/csv"


def test_a_result_that_the_queue_does_not_take_is_told_to_the_log_with_its_reason(aws: FakeAws, load: Load) -> None:
    url = f"{aws.url}/123456789012/results"
    (queue,) = load("invoke", SAGEWIRE_RESULT_BUS=None, SAGEWIRE_RESULT_QUEUE=url).RESULTS.destinations
    aws.script(SEND_MESSAGE, fault("AccessDeniedException", 403, "not on results"))
    with pytest.raises(InferenceError) as raised:
        queue.publish("T", {})
    assert raised.value.detail.startswith("SendMessage: AccessDenied: ")
    assert "not on results" in raised.value.detail
    queue.publish("T", {"a": 1})
    assert aws.messages[-1]["QueueUrl"] == url
