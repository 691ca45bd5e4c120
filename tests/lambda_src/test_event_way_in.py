"""EventBridge events and the result events they cause."""

import json
from typing import Any

import pytest

from inference.errors import InferenceError
from inference.events import ENTRY_LIMIT
from tests.lambda_src.conftest import Lines, Load
from tests.lambda_src.events import REQUEST_ID, LambdaContext, bus_event
from tests.lambda_src.fake_aws import INVOKE, PUT_EVENTS, FakeAws, Reply, fault, model_error, result


def test_the_detail_is_the_request_and_the_result_an_event(aws: FakeAws, load: Load) -> None:
    assert load("invoke").handler(bus_event({"x": "あ"}), LambdaContext()) is None
    assert aws.calls(INVOKE)[0].body == '{"x":"あ"}'.encode()
    (event,) = aws.events
    milliseconds = event["Detail"].pop("milliseconds")
    assert isinstance(milliseconds, int)
    assert event == {
        "EventBusName": "results",
        "Source": "sagewire",
        "DetailType": "Inference Succeeded",
        "Detail": {
            "endpointName": "iris",
            "requestId": REQUEST_ID,
            "status": 200,
            "result": {"score": 0.5},
            "invokedProductionVariant": "blue",
        },
    }


def test_a_result_that_is_no_json_is_published_as_base64(aws: FakeAws, load: Load) -> None:
    aws.script(INVOKE, result(b"0.5", "text/csv"))
    load("invoke").handler(bus_event({}), LambdaContext())
    assert aws.events[0]["Detail"]["result"] == {"contentType": "text/csv", "base64": "MC41"}


@pytest.mark.parametrize(
    ("detail", "reply", "code", "status", "message"),
    [
        ({}, model_error(422, "4 features, not 5"), "ModelClientError", 422, "4 features, not 5"),
        ({}, model_error(422, "no such name: \ud800"), "ModelClientError", 422, "no such name: ?"),
        ({}, fault("ValidationError", 400), "EndpointUnavailable", 503, None),
        ("x" * 999, result(b"1"), "PayloadTooLarge", 413, "1001 bytes"),
        ("\ud800", result(b"1"), "BadRequest", 400, "surrogate"),
        ({}, fault("ServiceUnavailable", 503), "ServiceUnavailable", 503, None),
        ({}, model_error(500), "ModelServerError", 502, None),
    ],
)
def test_only_what_no_retry_can_mend_is_published_as_failed(
    aws: FakeAws, load: Load, detail: Any, reply: Reply, code: str, status: int, message: str | None
) -> None:
    """Everything is raised: for Lambda to repeat, and in the end for the dead-letter queue."""
    aws.script(INVOKE, reply, reply, reply)
    with pytest.raises(InferenceError) as raised:
        load("invoke").handler(bus_event(detail), LambdaContext())
    assert (raised.value.code, raised.value.status) == (code, status)
    assert [event["DetailType"] for event in aws.events] == (["Inference Failed"] if message else [])
    if message:
        told = aws.events[0]["Detail"]
        assert {"endpointName", "requestId", "status", "milliseconds", "error"} == told.keys()
        assert (told["requestId"], told["status"], told["error"]["code"]) == (REQUEST_ID, status, code)
        assert message in told["error"]["message"]


def test_without_a_bus_nothing_is_published(aws: FakeAws, load: Load) -> None:
    handler = load("invoke", SAGEWIRE_RESULT_BUS=None, SAGEWIRE_RESULT_SOURCE=None).handler
    assert handler(bus_event({}), LambdaContext()) is None
    aws.script(INVOKE, model_error(400))
    with pytest.raises(InferenceError, match="the model answered with status 400"):
        handler(bus_event({}), LambdaContext())
    assert len(aws.received) == 2


def test_an_entry_that_the_bus_refuses_is_an_error(aws: FakeAws, load: Load, lines: Lines) -> None:
    refused = {"FailedEntryCount": 1, "Entries": [{"ErrorCode": "ThrottlingException", "ErrorMessage": "slow down"}]}
    aws.script(PUT_EVENTS, *[Reply(body=json.dumps(refused).encode())] * 3)
    with pytest.raises(InferenceError, match="could not be published") as raised:
        load("invoke").handler(bus_event({}), LambdaContext())
    assert raised.value.code == "ResultNotPublished"
    assert lines()[0]["detail"] == "ThrottlingException: slow down"
    assert (len(aws.calls(PUT_EVENTS)), len(aws.calls(INVOKE))) == (3, 1)


@pytest.mark.parametrize(
    ("code", "calls"),
    [("ThrottlingException", 2), ("InternalFailure", 2), ("ServiceUnavailable", 2), ("NotAuthorizedForSource", 1)],
)
def test_an_entry_that_the_bus_may_take_later_is_sent_again_and_not_inferred_again(
    aws: FakeAws, load: Load, code: str, calls: int
) -> None:
    refused = {"FailedEntryCount": 1, "Entries": [{"ErrorCode": code}]}
    aws.script(PUT_EVENTS, Reply(body=json.dumps(refused).encode()))
    handler = load("invoke").handler
    if calls == 1:
        with pytest.raises(InferenceError):
            handler(bus_event({}), LambdaContext())
    else:
        handler(bus_event({}), LambdaContext())
    assert (len(aws.calls(PUT_EVENTS)), len(aws.calls(INVOKE))) == (calls, 1)


def test_a_put_events_that_fails_is_an_error_and_no_inference_failed(aws: FakeAws, load: Load, lines: Lines) -> None:
    aws.script(PUT_EVENTS, fault("AccessDeniedException", 400, "not on arn:aws:events:eu-west-1:1:event-bus/results"))
    with pytest.raises(InferenceError) as raised:
        load("invoke").handler(bus_event({}), LambdaContext())
    assert raised.value.code == "ResultNotPublished"
    assert "arn:" not in str(raised.value)
    assert "event-bus/results" in lines()[0]["detail"]
    assert len(aws.calls(PUT_EVENTS)) == 1


def _entry_overhead(aws: FakeAws, load: Load) -> int:
    """The bytes of an entry, beside the result's own."""
    aws.script(INVOKE, result(b'""'))
    load("invoke").handler(bus_event({}), LambdaContext())
    (entry,) = json.loads(aws.calls(PUT_EVENTS)[0].body)["Entries"]
    milliseconds = len(str(json.loads(entry["Detail"])["milliseconds"]))
    return len(entry["Source"] + entry["DetailType"] + entry["Detail"]) - milliseconds


@pytest.mark.parametrize("letter", ["x", "あ"])
def test_a_result_too_large_for_an_entry_becomes_a_failure_event(aws: FakeAws, load: Load, letter: str) -> None:
    """An entry has less than 1 MiB in bytes; the milliseconds have 1 to 5 digits here."""
    room = ENTRY_LIMIT - _entry_overhead(aws, load)
    width = len(letter.encode())
    aws.script(INVOKE, result(f'"{letter * ((room - 6) // width)}"'.encode()))
    aws.script(INVOKE, result(f'"{letter * -(-(room - 1) // width)}"'.encode()))
    handler = load("invoke").handler
    handler(bus_event({}), LambdaContext())
    with pytest.raises(InferenceError, match="less than 1048576"):
        handler(bus_event({}), LambdaContext())
    assert [event["DetailType"] for event in aws.events[1:]] == ["Inference Succeeded", "Inference Failed"]
    assert aws.events[2]["Detail"]["error"]["code"] == "ResultTooLarge"


def test_an_entry_of_exactly_1_mib_is_refused_and_one_byte_less_is_sent(aws: FakeAws, load: Load) -> None:
    (bus,) = load("invoke").RESULTS.destinations
    room = ENTRY_LIMIT - len("sagewire" + "T" + '{"a":""}')
    bus.publish("T", {"a": "x" * (room - 1)})
    with pytest.raises(InferenceError, match="1048576 bytes"):
        bus.publish("T", {"a": "x" * room})
    assert len(aws.events) == 1


@pytest.mark.parametrize(
    ("body", "published"),
    [
        (b'"\\ud800"', {"contentType": "application/json", "base64": "Ilx1ZDgwMCI="}),
        (b"[1e400]", {"contentType": "application/json", "base64": "WzFlNDAwXQ=="}),
        (b'"\\ud83d\\ude00"', "\U0001f600"),
    ],
)
def test_half_a_surrogate_pair_and_no_number_in_a_result_do_not_stop_its_event(
    aws: FakeAws, load: Load, body: bytes, published: Any
) -> None:
    """As bytes, which every consumer can read."""
    aws.script(INVOKE, result(body))
    load("invoke").handler(bus_event({}), LambdaContext())
    assert aws.events[0]["Detail"]["result"] == published
