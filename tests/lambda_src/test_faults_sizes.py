"""Fault 8: one byte below, at and above each real limit, in bytes of ASCII and of several-byte letters, both ways.

What is too large is refused before anything is sent: botocore would send it.
"""

import json
from typing import Any

import pytest

from inference.errors import InferenceError
from tests.lambda_src.conftest import Load
from tests.lambda_src.events import LambdaContext, bus_event, http_event
from tests.lambda_src.fake_aws import INVOKE, INVOKE_ASYNC, PUT_EVENTS, PUT_OBJECT, SEND_MESSAGE, FakeAws, result

SERVERLESS = 4 * 1024 * 1024
REAL_TIME = 6_291_456  # as botocore's own model says of BodyBlob
INLINE = 128_000
MIB = 1024 * 1024
TEXT = "text/plain"
LETTERS = pytest.mark.parametrize("letter", ["x", "あ"])
BYTES_OVER = pytest.mark.parametrize("over", [-1, 0, 1])


def _text(size: int, letter: str) -> str:
    """A text of that many bytes."""
    width = len(letter.encode())
    return letter * (size // width) + "x" * (size % width)


@LETTERS
@BYTES_OVER
@pytest.mark.parametrize("limit", [SERVERLESS, REAL_TIME])
def test_fault_8_a_request_above_its_endpoints_limit_is_refused_before_any_packet(
    aws: FakeAws, load: Load, limit: int, over: int, letter: str
) -> None:
    handler = load("invoke", SAGEWIRE_REQUEST_LIMIT=str(limit)).handler
    answer = handler(http_event(_text(limit + over, letter), content_type=TEXT), LambdaContext())
    sent = [len(call.body) for call in aws.received]
    assert (answer["statusCode"], sent) == ((413, []) if over > 0 else (200, [limit + over]))


@LETTERS
@BYTES_OVER
def test_fault_8_only_what_is_too_large_to_be_inline_is_stored_for_an_asynchronous_endpoint(
    aws: FakeAws, load: Load, over: int, letter: str
) -> None:
    handler = load("invoke_async", SAGEWIRE_REQUEST_LIMIT="1000000000").handler
    event = http_event(_text(INLINE + over, letter), content_type=TEXT)
    assert handler(event, LambdaContext())["statusCode"] == 202
    stored = [len(call.body) for call in aws.calls(PUT_OBJECT)]
    inline = [len(call.body) for call in aws.calls(INVOKE_ASYNC)]
    assert (stored, inline) == (([INLINE + over], [0]) if over > 0 else ([], [INLINE + over]))


@LETTERS
@BYTES_OVER
def test_fault_8_an_answer_above_what_lambda_carries_is_an_error(
    aws: FakeAws, load: Load, over: int, letter: str
) -> None:
    """As the JSON that Lambda carries, a direct answer has two quotes beside the text."""
    aws.script(INVOKE, result(f'"{_text(REAL_TIME + over - 2, letter)}"'.encode()))
    handler = load("invoke").handler
    if over > 0:
        with pytest.raises(InferenceError, match="at most 6291456") as raised:
            handler([1], LambdaContext())
        assert raised.value.code == "ResultTooLarge"
    else:
        assert len(handler([1], LambdaContext()).encode()) == REAL_TIME + over - 2


@BYTES_OVER
def test_fault_8_an_answer_that_grows_sixfold_as_json_counts_as_it_is_carried(
    aws: FakeAws, load: Load, over: int
) -> None:
    """A zero byte is 6 as JSON, and what stands around the body counts as well."""
    envelope = {"statusCode": 200, "headers": {"content-type": TEXT}, "body": "", "isBase64Encoded": False}
    zeros, rest = divmod(REAL_TIME + over - len(json.dumps(envelope)), 6)
    aws.script(INVOKE, result(b"\x00" * zeros + b"x" * rest, TEXT))
    answer = load("invoke").handler(http_event("1"), LambdaContext())
    if over > 0:
        assert (answer["statusCode"], json.loads(answer["body"])["error"]["code"]) == (502, "ResultTooLarge")
    else:
        assert len(json.dumps(answer)) == REAL_TIME + over


@LETTERS
@BYTES_OVER
def test_fault_8_a_result_above_what_sqs_takes_is_refused_before_any_packet(
    aws: FakeAws, load: Load, over: int, letter: str
) -> None:
    """1 MiB is allowed, and bytes of UTF-8 are what is counted."""
    queue = _destination(load, SAGEWIRE_RESULT_BUS=None, SAGEWIRE_RESULT_QUEUE="http://127.0.0.1/123456789012/results")
    text = _text(MIB + over - len('{"outcome":"T","a":""}'), letter)
    if over > 0:
        with pytest.raises(InferenceError, match=f"{MIB + 1} bytes"):
            queue.publish("T", {"a": text})
    else:
        queue.publish("T", {"a": text})
    assert [len(json.loads(call.body)["MessageBody"].encode()) for call in aws.calls(SEND_MESSAGE)] == (
        [] if over > 0 else [MIB + over]
    )


@LETTERS
@BYTES_OVER
def test_fault_8_a_result_event_of_1_mib_or_more_is_refused_before_any_packet(
    aws: FakeAws, load: Load, over: int, letter: str
) -> None:
    """An entry must be smaller than 1 MiB: source, detail type and detail."""
    bus = _destination(load)
    room = MIB + over - len("sagewire" + "T" + '{"a":""}')
    if over >= 0:
        with pytest.raises(InferenceError, match=f"{MIB + over} bytes"):
            bus.publish("T", {"a": _text(room, letter)})
    else:
        bus.publish("T", {"a": _text(room, letter)})
    assert len(aws.calls(PUT_EVENTS)) == (over < 0)


def test_fault_8_letters_that_no_message_may_have_are_sent_as_escapes(aws: FakeAws, load: Load) -> None:
    queue = _destination(load, SAGEWIRE_RESULT_BUS=None, SAGEWIRE_RESULT_QUEUE="http://127.0.0.1/123456789012/results")
    queue.publish("T", {"a": "é\uffff\ufffe\x00"})
    (sent,) = (json.loads(call.body)["MessageBody"] for call in aws.calls(SEND_MESSAGE))
    assert sent == '{"outcome":"T","a":"é\\uffff\\ufffe\\u0000"}'


def test_fault_8_a_result_too_large_for_its_event_is_a_failure_that_says_so(aws: FakeAws, load: Load) -> None:
    aws.script(INVOKE, result(json.dumps("x" * MIB).encode()))
    with pytest.raises(InferenceError, match="less than 1048576"):
        load("invoke").handler(bus_event([1]), LambdaContext())
    (told,) = aws.events
    assert (told["DetailType"], told["Detail"]["error"]["code"]) == ("Inference Failed", "ResultTooLarge")


def _destination(load: Load, **changes: str | None) -> Any:
    (only,) = load("invoke", **changes).RESULTS.destinations
    return only
