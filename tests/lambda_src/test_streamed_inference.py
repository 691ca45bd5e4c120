"""An answer that the endpoint streams, collected: whole, or an error that says how much of it there was."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler
from threading import Event
from typing import Any

import pytest

from inference.errors import InferenceError
from inference.settings import SettingsError
from inference.stream import PARTIAL_LIMIT
from sagewire.local.sagemaker import event_stream
from sagewire.testing import Answer, Stream, faults
from tests.lambda_src.conftest import Lines, Load
from tests.lambda_src.events import LambdaContext, bus_event, http_event, queue_event, queued, topic_event
from tests.lambda_src.fake_aws import INVOKE_STREAM, FakeAws, fault, model_error

Handler = Callable[..., Any]
COLLECT = {"SAGEWIRE_STREAM": "collect", "SAGEWIRE_STREAM_LIMIT": "1000", "SAGEWIRE_STREAM_TIME": "20"}
TEXT = "text/plain"
USUAL = faults.stream(b"1", b"2")


@pytest.fixture
def handler(load: Load) -> Handler:
    found: Handler = load("invoke_stream", **COLLECT).handler
    return found


@dataclass(frozen=True, kw_only=True)
class Seen(Answer):
    """An answer that notes the client's port, which is another for each connection."""

    ports: list[int]
    answer: Answer

    def send(self, connection: BaseHTTPRequestHandler, closing: Event) -> None:
        self.ports.append(connection.client_address[1])
        self.answer.send(connection, closing)


def told(answer: dict[str, Any]) -> tuple[int, str, Any]:
    body = json.loads(answer["body"])
    return answer["statusCode"], body["error"]["code"], body.get("partial")


def test_the_parts_are_one_answer(aws: FakeAws, handler: Handler, lines: Lines) -> None:
    event = http_event("[1]", content_type="text/csv", accept="text/plain", x_amzn_sagemaker_custom_attributes="c")
    aws.script(INVOKE_STREAM, faults.stream(b"one ", b"two ", b"three", content_type=TEXT, variant="blue"))
    answer = handler(event, LambdaContext())
    assert (answer["statusCode"], answer["body"], answer["headers"]["content-type"]) == (200, "one two three", TEXT)
    (call,) = aws.received
    assert (call.operation, call.body, call.headers["content-type"]) == (INVOKE_STREAM, b"[1]", "text/csv")
    assert call.headers["x-amzn-sagemaker-accept"] == "text/plain"
    assert call.headers["x-amzn-sagemaker-custom-attributes"] == "c"
    (line,) = lines()
    assert (line["status"], line["variant"], line["responseBytes"], line["attempts"]) == (200, "blue", 13, 1)


def test_a_character_that_two_parts_share_is_whole(aws: FakeAws, handler: Handler) -> None:
    letters = "あé🙂".encode()
    parts = [letters[number : number + 1] for number in range(len(letters))]
    aws.script(INVOKE_STREAM, faults.stream(*parts, content_type=TEXT))
    assert handler(http_event("1"), LambdaContext())["body"] == "あé🙂"


def test_an_answer_without_a_part_is_empty(aws: FakeAws, handler: Handler) -> None:
    aws.script(INVOKE_STREAM, faults.stream(content_type=TEXT))
    assert handler(http_event("1"), LambdaContext())["body"] == ""


def test_what_is_no_part_is_passed_over(aws: FakeAws, handler: Handler) -> None:
    news = event_stream.event("Ping", b"hello", content_type=TEXT)
    stream = faults.stream(b"1", b"2", content_type=TEXT)
    aws.script(INVOKE_STREAM, replace(stream, parts=(stream.parts[0], news, stream.parts[1])))
    assert handler(http_event("1"), LambdaContext())["body"] == "12"


def test_a_frame_that_comes_in_pieces_and_two_that_come_at_once_are_taken(aws: FakeAws, handler: Handler) -> None:
    stream = faults.stream(b"one", b"two", b"three", content_type=TEXT)
    whole = b"".join(stream.parts)
    pieces = (whole[:5], whole[5:20], whole[20:])
    aws.script(INVOKE_STREAM, replace(stream, parts=pieces))
    assert handler(http_event("1"), LambdaContext())["body"] == "onetwothree"


def test_the_next_request_has_the_same_connection_and_its_whole_time(aws: FakeAws, load: Load) -> None:
    """The wait for the last part is short at the end; the connection does not keep that."""
    handler = load("invoke_stream", **COLLECT | {"SAGEWIRE_STREAM_TIME": "1"}).handler
    ports: list[int] = []
    aws.script(INVOKE_STREAM, *[Seen(ports=ports, answer=faults.stream(b"1", b"2", pause=0.7))] * 2)
    assert [handler(http_event("1"), LambdaContext())["body"] for _ in range(2)] == ["12", "12"]
    assert ports[0] == ports[1]


@pytest.mark.parametrize(
    ("event", "result"),
    [(http_event("1"), None), ([1], {"score": 0.5}), (bus_event({}), None), (topic_event("1"), None)],
)
def test_every_way_in_takes_a_collected_answer(aws: FakeAws, handler: Handler, event: Any, result: Any) -> None:
    answer = handler(event, LambdaContext())
    if result:
        assert answer == result
    assert len(aws.calls(INVOKE_STREAM)) == 1


def test_a_batch_of_a_queue_is_streamed_too(aws: FakeAws, handler: Handler) -> None:
    aws.script(INVOKE_STREAM, faults.stream(b"1"), faults.failing_stream(b"2"))
    answer = handler(queue_event(queued("1", "good"), queued("1", "bad")), LambdaContext())
    assert answer == {"batchItemFailures": [{"itemIdentifier": "bad"}]}
    assert [event["Detail"]["requestId"] for event in aws.events] == ["good"]


BROKEN = {
    "ModelStreamError": faults.failing_stream(b"par", b"tial"),
    "InternalStreamFailure": faults.failing_stream(b"par", b"tial", error="InternalStreamFailure"),
    "cut between parts": faults.cut_stream(b"par", b"tial"),
    "cut in a part": faults.cut_stream(b"par", b"tial", b"lost", last=7),
    "whole for HTTP, a part cut": faults.truncated_stream(b"par", b"tial", b"lost", last=7),
    "whole for HTTP, a part without its last byte": faults.truncated_stream(b"par", b"tial", b"lost", last=-1),
    "wrong checksum": faults.corrupt_stream(b"par", b"tial"),
}
EACH = pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)


@EACH
def test_fault_7_a_stream_that_breaks_is_no_success_and_its_text_is_marked_partial(
    aws: FakeAws, handler: Handler, lines: Lines, broken: Answer
) -> None:
    aws.script(INVOKE_STREAM, *[broken] * 3)
    partial = {"contentType": "application/json", "text": "partial"}
    assert told(handler(http_event("1"), LambdaContext())) == (502, "StreamBroken", partial)
    (line,) = lines()
    assert (line["code"], line["attempts"], len(aws.received)) == ("StreamBroken", 1, 1)
    assert "partial" not in json.dumps(line)


@EACH
@pytest.mark.parametrize("event", [[1], bus_event({}), topic_event("1")])
def test_fault_7_a_stream_that_breaks_is_raised_and_not_published(
    aws: FakeAws, handler: Handler, broken: Answer, event: Any
) -> None:
    """So that Lambda sends it again, and in the end to the dead-letter queue."""
    aws.script(INVOKE_STREAM, broken)
    with pytest.raises(InferenceError) as raised:
        handler(event, LambdaContext())
    assert (raised.value.code, aws.events) == ("StreamBroken", [])


def test_a_stream_that_breaks_before_its_first_part_has_no_partial_text(aws: FakeAws, handler: Handler) -> None:
    aws.script(INVOKE_STREAM, faults.failing_stream())
    assert told(handler(http_event("1"), LambdaContext())) == (502, "StreamBroken", None)


def test_a_stream_with_an_error_that_is_not_modelled_is_broken(aws: FakeAws, handler: Handler, lines: Lines) -> None:
    stream = faults.failing_stream(b"1", error="Unheard")
    aws.script(INVOKE_STREAM, stream)
    assert told(handler(http_event("1"), LambdaContext()))[:2] == (502, "StreamBroken")
    assert lines()[0]["detail"] == "Unheard"


def test_partial_text_ends_before_a_character_that_was_cut(aws: FakeAws, handler: Handler) -> None:
    aws.script(INVOKE_STREAM, faults.cut_stream("é".encode() + "あ".encode()[:2]))
    assert told(handler(http_event("1"), LambdaContext()))[2] == {"contentType": "application/json", "text": "é"}


def test_a_partial_result_of_bytes_is_base64(aws: FakeAws, handler: Handler) -> None:
    aws.script(INVOKE_STREAM, faults.cut_stream(b"\xff\xd8\xff"))
    assert told(handler(http_event("1"), LambdaContext()))[2] == {"contentType": "application/json", "base64": "/9j/"}


def test_of_a_long_partial_result_the_beginning_is_told(aws: FakeAws, load: Load) -> None:
    handler = load("invoke_stream", **COLLECT | {"SAGEWIRE_STREAM_LIMIT": "9999999"}).handler
    aws.script(INVOKE_STREAM, faults.cut_stream(b"x" * PARTIAL_LIMIT, b"y"))
    assert told(handler(http_event("1"), LambdaContext()))[2]["text"] == "x" * PARTIAL_LIMIT


def test_a_stream_of_just_the_limit_is_whole_and_one_byte_more_is_too_large(aws: FakeAws, handler: Handler) -> None:
    aws.script(INVOKE_STREAM, faults.stream(b"x" * 999, b"y", content_type=TEXT))
    assert handler(http_event("1"), LambdaContext())["statusCode"] == 200
    aws.script(INVOKE_STREAM, *[faults.stream(b"x" * 999, b"yy")] * 3)
    partial = {"contentType": "application/json", "text": "x" * 999 + "y"}
    assert told(handler(http_event("1"), LambdaContext())) == (502, "StreamTooLarge", partial)
    assert len(aws.received) == 2


def test_too_large_a_stream_is_published_as_failed_with_what_it_was(aws: FakeAws, handler: Handler) -> None:
    """It would be again, so that nobody need wait for more."""
    aws.script(INVOKE_STREAM, faults.stream(b"x" * 1000, b"y"))
    with pytest.raises(InferenceError, match="more than 1000 bytes"):
        handler(bus_event({}), LambdaContext())
    (event,) = aws.events
    assert (event["DetailType"], event["Detail"]["error"]["code"]) == ("Inference Failed", "StreamTooLarge")
    assert event["Detail"]["partial"] == {"contentType": "application/json", "text": "x" * 1000}


@pytest.mark.parametrize(
    "stream",
    [faults.stream(*[b"1"] * 50, pause=0.1), faults.stream(b"1", b"late", pause=1.5)],
    ids=["goes on", "falls silent"],
)
def test_a_stream_ends_with_its_time_whether_parts_come_or_not(aws: FakeAws, load: Load, stream: Stream) -> None:
    handler = load("invoke_stream", **COLLECT | {"SAGEWIRE_STREAM_TIME": "0.3"}).handler
    aws.script(INVOKE_STREAM, *[stream] * 3)
    status, code, partial = told(handler(http_event("1"), LambdaContext()))
    assert (status, code, len(aws.received)) == (504, "StreamTimeout", 1)
    assert set(partial["text"]) == {"1"}


@dataclass(frozen=True, kw_only=True)
class Trickle(Answer):
    """A stream's first event, one byte after the other, as one chunk of HTTP."""

    stream: Stream

    def send(self, connection: BaseHTTPRequestHandler, closing: Event) -> None:
        replace(self.stream, parts=(), ends=False).send(connection, closing)
        (event,) = self.stream.parts
        connection.wfile.write(b"%x\r\n" % len(event))
        for number in range(len(event)):
            closing.wait(0.05)
            connection.wfile.write(event[number : number + 1])


def test_a_part_that_trickles_in_ends_with_the_streams_time(aws: FakeAws, load: Load) -> None:
    handler = load("invoke_stream", **COLLECT | {"SAGEWIRE_STREAM_TIME": "0.3"}).handler
    aws.script(INVOKE_STREAM, Trickle(stream=faults.stream(b"x" * 400)))
    assert told(handler(http_event("1"), LambdaContext())) == (504, "StreamTimeout", None)


def test_a_silence_longer_than_the_read_timeout_is_one(aws: FakeAws, load: Load) -> None:
    handler = load("invoke_stream", **COLLECT, SAGEWIRE_READ_TIMEOUT="0.2").handler
    aws.script(INVOKE_STREAM, *[faults.stream(b"1", b"late", pause=1.5)] * 3)
    partial = {"contentType": "application/json", "text": "1"}
    assert told(handler(http_event("1"), LambdaContext())) == (504, "ReadTimeout", partial)
    assert len(aws.received) == 1


def test_the_whole_time_may_be_used_where_no_part_is_late(aws: FakeAws, load: Load) -> None:
    """The read timeout counts from part to part, not from the beginning."""
    handler = load("invoke_stream", **COLLECT, SAGEWIRE_READ_TIMEOUT="0.5").handler
    aws.script(INVOKE_STREAM, faults.stream(*[b"1"] * 10, pause=0.1, content_type=TEXT))
    assert handler(http_event("1"), LambdaContext())["body"] == "1" * 10


def test_a_connection_that_closes_after_the_answer_is_bounded_by_the_read_timeout(aws: FakeAws, load: Load) -> None:
    handler = load("invoke_stream", **COLLECT, SAGEWIRE_READ_TIMEOUT="0.2").handler
    stream = faults.stream(b"1", b"2", pause=30)
    aws.script(INVOKE_STREAM, replace(stream, headers={**stream.headers, "connection": "close"}))
    assert told(handler(http_event("1"), LambdaContext()))[1] == "ReadTimeout"


@pytest.mark.parametrize("broken", [faults.failing_stream(b"1"), faults.stream(b"x" * 1001)], ids=["broken", "large"])
def test_the_connection_of_a_stream_that_was_cut_off_is_not_used_again(
    aws: FakeAws, handler: Handler, broken: Stream
) -> None:
    """What is left in it would be taken for the next answer."""
    ports: list[int] = []
    rest = replace(broken, parts=(*broken.parts, b"rest"))
    aws.script(INVOKE_STREAM, *(Seen(ports=ports, answer=answer) for answer in (rest, USUAL, USUAL)))
    statuses = [handler(http_event("1"), LambdaContext())["statusCode"] for _ in range(3)]
    assert statuses == [502, 200, 200]
    assert ports[0] != ports[1] == ports[2]


@pytest.mark.parametrize(
    ("answer", "code", "requests"),
    [
        (fault("ThrottlingException", 400), "Throttled", 3),
        (fault("ModelNotReadyException", 429), "ModelNotReady", 3),
        (model_error(500), "ModelServerError", 3),
        (model_error(400), "ModelClientError", 1),
        (faults.hang_up(), "ConnectionReset", 3),
    ],
)
def test_before_the_stream_begins_the_error_table_holds(
    aws: FakeAws, handler: Handler, answer: Answer, code: str, requests: int
) -> None:
    aws.script(INVOKE_STREAM, *[answer] * 5)
    assert told(handler(http_event("1"), LambdaContext()))[1:] == (code, None)
    assert len(aws.received) == requests


def test_after_a_retry_the_answer_is_that_of_the_last_attempt(aws: FakeAws, handler: Handler) -> None:
    aws.script(INVOKE_STREAM, fault("ServiceUnavailable", 503), faults.stream(b"1", content_type=TEXT))
    assert handler(http_event("1"), LambdaContext())["body"] == "1"


@pytest.mark.parametrize(("left", "code"), [(23_499, "OutOfTime"), (23_500, None)])
def test_a_stream_is_only_started_with_its_whole_time_left(
    aws: FakeAws, handler: Handler, left: int, code: str | None
) -> None:
    answer = json.loads(handler(http_event("1"), LambdaContext(left))["body"])
    assert answer.get("error", {}).get("code") == code


def test_a_request_too_large_for_the_endpoint_is_not_sent(aws: FakeAws, handler: Handler) -> None:
    assert told(handler(http_event("x" * 1001), LambdaContext()))[1] == "PayloadTooLarge"
    assert aws.received == []


@pytest.mark.parametrize("header", ["x_amzn_sagemaker_target_model", "x_amzn_sagemaker_enable_explanations"])
def test_what_a_stream_leaves_no_choice_of_is_refused(aws: FakeAws, handler: Handler, header: str) -> None:
    assert told(handler(http_event("1", **{header: "x"}), LambdaContext()))[1] == "BadRequest"
    assert aws.received == []


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("SAGEWIRE_STREAM", None, "missing: set it to collect or connection"),
        ("SAGEWIRE_STREAM", "socket", "'socket': set it to collect or connection"),
        ("SAGEWIRE_STREAM_LIMIT", None, "missing: set it to a whole number"),
        ("SAGEWIRE_STREAM_LIMIT", "0", "'0': set it to a whole number of at least 1"),
        ("SAGEWIRE_STREAM_TIME", None, "missing: set it to a number of seconds"),
        ("SAGEWIRE_STREAM_TIME", "0", "'0': set it to a number of seconds above 0"),
    ],
)
def test_without_its_bounds_the_function_does_not_start(
    load: Load, variable: str, value: str | None, said: str
) -> None:
    with pytest.raises(SettingsError, match=f"{variable} is {said}"):
        load("invoke_stream", **COLLECT | {variable: value})
