"""An answer that the endpoint streams, posted part by part to the WebSocket connection that asked."""

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

import pytest

from inference.connection import POST_LIMIT, WebSocketApis
from inference.errors import InferenceError
from sagewire.testing import Answer, Reply, faults
from tests.lambda_src.conftest import Lines, Load
from tests.lambda_src.events import LambdaContext, http_event
from tests.lambda_src.fake_aws import INVOKE_STREAM, POST_TO_CONNECTION, FakeAws, fault
from tests.lambda_src.test_batch import Clock, Then

Handler = Callable[..., Any]
CONNECTION = {"SAGEWIRE_STREAM": "connection", "SAGEWIRE_STREAM_TIME": "20"}
TAKEN = {"statusCode": 200}
GONE = fault("GoneException", 410)


def socket_event(body: str | bytes | None, *, event_type: str = "MESSAGE", **context: str) -> dict[str, Any]:
    """An event of a WebSocket API; a body of bytes comes as base64."""
    encoded = isinstance(body, bytes)
    event: dict[str, Any] = {
        "requestContext": {
            "routeKey": "$default",
            "messageId": "M2vsZcAAPHcCJ6w=",
            "eventType": event_type,
            "extendedRequestId": "M2vsZEz8PHcFyVQ=",
            "stage": "prod",
            "connectionId": "L0SM9cOFvHcCIhw=",
            "requestId": "M2vsZcAAIHcFyVQ=",
            "domainName": "abc123.execute-api.eu-west-1.amazonaws.com",
            "apiId": "abc123",
            **context,
        },
        "isBase64Encoded": encoded,
    }
    if body is not None:
        event["body"] = base64.b64encode(body).decode() if isinstance(body, bytes) else body
    return event


@pytest.fixture
def handler(load: Load) -> Handler:
    found: Handler = load("invoke_stream", **CONNECTION).handler
    return found


def posted(aws: FakeAws) -> list[dict[str, Any]]:
    return [json.loads(call.body) for call in aws.calls(POST_TO_CONNECTION)]


def joined(messages: list[dict[str, Any]]) -> bytes:
    """What a client makes of the messages."""
    assert [message["sequence"] for message in messages] == list(range(len(messages)))
    assert [message["last"] for message in messages] == [False] * (len(messages) - 1) + [True]
    assert messages[-1]["parts"] == len(messages) - 1
    return b"".join(
        message["text"].encode() if "text" in message else base64.b64decode(message["base64"])
        for message in messages[:-1]
    )


def test_each_part_is_posted_as_it_comes_and_the_last_message_says_so(
    aws: FakeAws, handler: Handler, lines: Lines
) -> None:
    aws.script(INVOKE_STREAM, faults.stream(b"one ", b"two ", content_type="text/plain", variant="blue"))
    assert handler(socket_event('{"prompt": "hi"}'), LambdaContext()) == TAKEN
    (asked,) = aws.calls(INVOKE_STREAM)
    assert (asked.body, asked.headers["content-type"]) == (b'{"prompt": "hi"}', "application/json")
    assert asked.headers["x-amzn-sagemaker-inference-id"] == "M2vsZcAAIHcFyVQ="
    assert posted(aws) == [
        {"requestId": "M2vsZcAAIHcFyVQ=", "sequence": 0, "last": False, "text": "one "},
        {"requestId": "M2vsZcAAIHcFyVQ=", "sequence": 1, "last": False, "text": "two "},
        {"requestId": "M2vsZcAAIHcFyVQ=", "sequence": 2, "last": True, "parts": 2, "contentType": "text/plain"},
    ]
    assert {unquote(call.path) for call in aws.calls(POST_TO_CONNECTION)} == {"/@connections/L0SM9cOFvHcCIhw="}
    (line,) = lines()
    assert (line["wayIn"], line["requestId"], line["status"]) == ("connection", "M2vsZcAAIHcFyVQ=", 200)
    assert (line["responseBytes"], line["variant"], line["attempts"]) == (8, "blue", 1)
    assert "detail" not in line


@pytest.mark.parametrize("event_type", ["CONNECT", "DISCONNECT"])
def test_connections_that_open_and_close_are_taken_note_of(aws: FakeAws, handler: Handler, event_type: str) -> None:
    assert handler(socket_event(None, event_type=event_type), LambdaContext()) == TAKEN
    assert aws.received == []


def test_a_message_of_bytes_comes_as_base64(aws: FakeAws, handler: Handler) -> None:
    handler(socket_event(b"\xff\xd8"), LambdaContext())
    (asked,) = aws.calls(INVOKE_STREAM)
    assert (asked.body, asked.headers["content-type"]) == (b"\xff\xd8", "application/octet-stream")


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_no_character_is_cut(aws: FakeAws, handler: Handler, size: int) -> None:
    whole = "aあé🙂z".encode()
    aws.script(INVOKE_STREAM, faults.stream(*(whole[at : at + size] for at in range(0, len(whole), size))))
    handler(socket_event("1"), LambdaContext())
    messages = posted(aws)
    assert joined(messages) == whole
    assert all("base64" not in message for message in messages)
    assert "".join(message["text"] for message in messages[:-1]) == "aあé🙂z"


@pytest.mark.parametrize(
    "parts",
    [
        [b"\xff\xd8", b"\xff\xe0"],
        [b"text", b"\xff", b"text"],
        ["あ".encode()[:2], b"\xff", b"text"],
        ["あ".encode()[:2], b"x"],
        [b"text", "あ".encode()[:2]],
        ["あ".encode()[:1], "あ".encode()[1:2]],
    ],
)
def test_bytes_that_are_no_text_come_as_base64_and_none_is_lost(
    aws: FakeAws, handler: Handler, parts: list[bytes]
) -> None:
    aws.script(INVOKE_STREAM, faults.stream(*parts))
    handler(socket_event("1"), LambdaContext())
    messages = posted(aws)
    assert joined(messages) == b"".join(parts)
    assert any("base64" in message for message in messages)


@pytest.mark.parametrize(
    "part",
    [b"x" * POST_LIMIT * 2, b"\x00" * POST_LIMIT, "あ".encode() * POST_LIMIT, b"\xff" * POST_LIMIT],
    ids=["ascii", "escapes", "wide", "bytes"],
)
def test_a_part_larger_than_a_post_is_split(aws: FakeAws, handler: Handler, part: bytes) -> None:
    aws.script(INVOKE_STREAM, faults.stream(part))
    handler(socket_event("1"), LambdaContext())
    assert max(len(call.body) for call in aws.calls(POST_TO_CONNECTION)) <= POST_LIMIT
    assert joined(posted(aws)) == part
    assert len(posted(aws)) > 2


def test_a_part_that_just_fits_is_one_post_and_one_byte_more_is_two(aws: FakeAws, handler: Handler) -> None:
    frame = len('{"requestId":"M2vsZcAAIHcFyVQ=","sequence":0,"last":false,"text":""}')
    for extra in (0, 1):
        aws.script(INVOKE_STREAM, faults.stream(b"x" * (POST_LIMIT - frame + extra)))
        handler(socket_event("1"), LambdaContext())
    sizes = [len(call.body) for call in aws.calls(POST_TO_CONNECTION) if b'"last":false' in call.body]
    assert (sizes[0], len(sizes)) == (POST_LIMIT, 3)


BROKEN = {
    "ModelStreamError": faults.failing_stream(b"one"),
    "InternalStreamFailure": faults.failing_stream(b"one", error="InternalStreamFailure"),
    "cut": faults.cut_stream(b"one", b"two", last=7),
    "whole for HTTP, a part cut": faults.truncated_stream(b"one", b"two", last=7),
    "wrong checksum": faults.corrupt_stream(b"one"),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_fault_7_a_stream_that_breaks_says_so_in_its_last_message(
    aws: FakeAws, handler: Handler, lines: Lines, broken: Answer
) -> None:
    """And it is raised, so that the event is a failed one for Lambda."""
    aws.script(INVOKE_STREAM, *[broken] * 3)
    with pytest.raises(InferenceError) as raised:
        handler(socket_event("1"), LambdaContext())
    assert raised.value.code == "StreamBroken"
    first, last = posted(aws)
    assert first["text"] == "one"
    error = {"code": "StreamBroken", "message": "the endpoint broke off its answer"}
    assert last == {
        "requestId": "M2vsZcAAIHcFyVQ=",
        "sequence": 1,
        "last": True,
        "parts": 1,
        "error": error,
        "partial": True,
    }
    assert len(aws.calls(INVOKE_STREAM)) == 1
    (line,) = lines()
    assert (line["code"], line["responseBytes"], line["attempts"]) == ("StreamBroken", 3, 1)


def test_a_character_that_the_break_cut_is_posted_as_bytes(aws: FakeAws, handler: Handler) -> None:
    aws.script(INVOKE_STREAM, faults.failing_stream("あ".encode()[:2]))
    with pytest.raises(InferenceError):
        handler(socket_event("1"), LambdaContext())
    messages = posted(aws)
    assert joined(messages) == "あ".encode()[:2]
    assert messages[-1]["partial"] is True


@pytest.mark.parametrize(
    ("answers", "requests"),
    [
        ([fault("ThrottlingException", 400)] * 3, 3),
        ([fault("ValidationError", 400)], 1),
        ([faults.failing_stream()], 1),
    ],
)
def test_an_error_before_the_first_part_is_no_partial_answer(
    aws: FakeAws, handler: Handler, answers: list[Answer], requests: int
) -> None:
    aws.script(INVOKE_STREAM, *answers)
    with pytest.raises(InferenceError):
        handler(socket_event("1"), LambdaContext())
    (last,) = posted(aws)
    assert (last["sequence"], last["last"], last["partial"]) == (0, True, False)
    assert len(aws.calls(INVOKE_STREAM)) == requests


def test_before_the_first_part_an_attempt_is_made_again(aws: FakeAws, handler: Handler) -> None:
    aws.script(INVOKE_STREAM, fault("ModelNotReadyException", 429), faults.stream(b"one"))
    assert handler(socket_event("1"), LambdaContext()) == TAKEN
    assert joined(posted(aws)) == b"one"


@pytest.mark.parametrize(("body", "code"), [("", "BadRequest"), (None, "BadRequest"), ("x" * 1001, "PayloadTooLarge")])
def test_a_message_at_fault_is_told_so(aws: FakeAws, handler: Handler, body: str | None, code: str) -> None:
    with pytest.raises(InferenceError):
        handler(socket_event(body), LambdaContext())
    assert posted(aws)[0]["error"]["code"] == code
    assert aws.calls(INVOKE_STREAM) == []


def test_a_client_that_has_gone_ends_the_stream_and_is_no_error(aws: FakeAws, handler: Handler, lines: Lines) -> None:
    """The endpoint would go on for half a minute; its connection is closed."""
    aws.script(INVOKE_STREAM, faults.stream(b"one", b"two", *[b"more"] * 300, pause=0.1))
    aws.script(POST_TO_CONNECTION, Reply(), GONE)
    assert handler(socket_event("1"), LambdaContext()) == TAKEN
    assert [message.get("text") for message in posted(aws)] == ["one", "two"]
    (line,) = lines()
    assert (line["level"], line["status"], line.get("code")) == ("INFO", 200, None)
    assert line["detail"] == "the client has gone; parts posted: 1"


@pytest.mark.parametrize("parts", [[b"x" * POST_LIMIT * 4], [b"one"]], ids=["in the middle of a part", "at the end"])
def test_nothing_is_posted_to_a_client_that_has_gone(aws: FakeAws, handler: Handler, parts: list[bytes]) -> None:
    aws.script(INVOKE_STREAM, faults.stream(*parts))
    aws.script(POST_TO_CONNECTION, Reply(), GONE)
    assert handler(socket_event("1"), LambdaContext()) == TAKEN
    assert len(posted(aws)) == 2


def test_a_client_that_has_gone_hears_no_more_of_an_error(aws: FakeAws, handler: Handler) -> None:
    aws.script(INVOKE_STREAM, fault("ValidationError", 400))
    aws.script(POST_TO_CONNECTION, GONE)
    with pytest.raises(InferenceError, match="not in service"):
        handler(socket_event("1"), LambdaContext())
    assert len(posted(aws)) == 1


@pytest.mark.parametrize(
    ("answer", "posts"),
    [
        (fault("LimitExceededException", 429), 3),
        (faults.bare(500), 3),
        (fault("ForbiddenException", 403), 1),
        (fault("PayloadTooLargeException", 413), 1),
        (faults.hang_up(), 3),
        (faults.cut(b"{}", after=1), 1),
    ],
)
def test_a_part_that_cannot_be_posted_ends_the_stream_with_an_error(
    aws: FakeAws, handler: Handler, lines: Lines, answer: Answer, posts: int
) -> None:
    """What passes is tried again; what was answered, though not to its end, is not."""
    aws.script(INVOKE_STREAM, faults.stream(b"one", b"two", *[b"more"] * 300, pause=0.1))
    aws.script(POST_TO_CONNECTION, *[answer] * posts)
    with pytest.raises(InferenceError) as raised:
        handler(socket_event("1"), LambdaContext())
    assert raised.value.code == "PartNotPosted"
    *tried, last = posted(aws)
    assert [message["text"] for message in tried] == ["one"] * posts
    assert (last["last"], last["error"]["code"]) == (True, "PartNotPosted")
    (line,) = lines()
    assert (line["code"], len(aws.calls(INVOKE_STREAM))) == ("PartNotPosted", 1)
    assert line["detail"].startswith("PostToConnection: ")


def test_a_post_that_passes_at_last_is_no_error(aws: FakeAws, handler: Handler) -> None:
    aws.script(INVOKE_STREAM, faults.stream(b"one"))
    aws.script(POST_TO_CONNECTION, *[fault("LimitExceededException", 429)] * 2)
    assert handler(socket_event("1"), LambdaContext()) == TAKEN
    assert [message.get("text") for message in posted(aws)] == ["one", "one", "one", None]


def test_when_no_message_can_be_posted_the_first_reason_is_raised(aws: FakeAws, handler: Handler) -> None:
    aws.script(INVOKE_STREAM, fault("ValidationError", 400))
    aws.script(POST_TO_CONNECTION, fault("ForbiddenException", 403))
    with pytest.raises(InferenceError) as raised:
        handler(socket_event("1"), LambdaContext())
    assert raised.value.code == "EndpointUnavailable"


def test_when_the_last_message_cannot_be_posted_the_answer_is_no_success(aws: FakeAws, handler: Handler) -> None:
    aws.script(INVOKE_STREAM, faults.stream(b"one"))
    aws.script(POST_TO_CONNECTION, Reply(), *[fault("ForbiddenException", 403)] * 2)
    with pytest.raises(InferenceError) as raised:
        handler(socket_event("1"), LambdaContext())
    assert raised.value.code == "PartNotPosted"


def test_what_is_left_of_a_character_is_posted_once(aws: FakeAws, handler: Handler) -> None:
    """Though there are two last messages, as the first of them is not taken."""
    aws.script(INVOKE_STREAM, faults.stream("あ".encode()[:2]))
    aws.script(POST_TO_CONNECTION, Reply(), fault("ForbiddenException", 403))
    with pytest.raises(InferenceError):
        handler(socket_event("1"), LambdaContext())
    assert [message.get("base64") for message in posted(aws)] == ["44E=", None, None]


def test_a_stream_that_is_posted_ends_with_its_time(aws: FakeAws, load: Load) -> None:
    handler = load("invoke_stream", **CONNECTION | {"SAGEWIRE_STREAM_TIME": "0.3"}).handler
    aws.script(INVOKE_STREAM, faults.stream(b"one", b"two", pause=30))
    with pytest.raises(InferenceError) as raised:
        handler(socket_event("1"), LambdaContext())
    assert raised.value.code == "StreamTimeout"
    assert [message.get("text") for message in posted(aws)] == ["one", None]


def test_what_the_client_takes_its_time_for_is_the_streams_time(aws: FakeAws, load: Load) -> None:
    """The second part is there long before the first has been taken."""
    handler = load("invoke_stream", **CONNECTION | {"SAGEWIRE_STREAM_TIME": "0.3"}).handler
    aws.script(INVOKE_STREAM, faults.stream(b"one", b"two"))
    aws.script(POST_TO_CONNECTION, Reply(stall=0.5))
    with pytest.raises(InferenceError) as raised:
        handler(socket_event("1"), LambdaContext())
    assert raised.value.code == "StreamTimeout"
    assert [message.get("text") for message in posted(aws)] == ["one", None]


def in_one_read(*parts: bytes) -> Answer:
    stream = faults.stream(*parts, content_type="text/plain")
    return replace(stream, parts=(b"".join(stream.parts),))


def test_the_parts_of_one_read_are_one_message(aws: FakeAws, handler: Handler) -> None:
    """A post takes longer than a token: hundreds of them, one after the other, would outlast the stream's time."""
    aws.script(INVOKE_STREAM, in_one_read(*[b"token "] * 300))
    assert handler(socket_event("1"), LambdaContext()) == TAKEN
    messages = posted(aws)
    assert (joined(messages), len(messages)) == (b"token " * 300, 2)


def test_what_came_with_the_break_is_posted_before_it_is_told(aws: FakeAws, handler: Handler) -> None:
    stream = faults.failing_stream(b"one ", b"two")
    aws.script(INVOKE_STREAM, replace(stream, parts=(b"".join(stream.parts),)))
    with pytest.raises(InferenceError):
        handler(socket_event("1"), LambdaContext())
    first, last = posted(aws)
    assert (first["text"], last["error"]["code"], last["partial"]) == ("one two", "StreamBroken", True)


@pytest.mark.parametrize(("left", "posts"), [(2_500, 2), (2_499, 0)])
def test_a_post_is_only_begun_with_its_time_left(
    aws: FakeAws, handler: Handler, lines: Lines, left: int, posts: int
) -> None:
    """1 s to connect, at least 1 s for the answer, and half a second for what the function tells Lambda."""
    clock = Clock()
    late = Then(first=lambda: setattr(clock, "left", left), answer=faults.stream(b"one"))
    aws.script(INVOKE_STREAM, late)
    if posts:
        assert handler(socket_event("1"), clock) == TAKEN
    else:
        with pytest.raises(InferenceError):
            handler(socket_event("1"), clock)
        assert lines()[0]["code"] == "PartNotPosted"
    assert len(posted(aws)) == posts


def test_a_post_is_not_repeated_without_its_time_left(aws: FakeAws, handler: Handler) -> None:
    clock = Clock()
    aws.script(INVOKE_STREAM, faults.stream(b"one"))
    aws.script(POST_TO_CONNECTION, Then(first=lambda: setattr(clock, "left", 2_499), answer=faults.bare(500)))
    with pytest.raises(InferenceError) as raised:
        handler(socket_event("1"), clock)
    assert (raised.value.code, len(posted(aws))) == ("PartNotPosted", 1)


def test_a_post_is_waited_for_while_there_is_time(aws: FakeAws, handler: Handler) -> None:
    """A message that is posted again may arrive twice."""
    aws.script(INVOKE_STREAM, faults.stream(b"one"))
    aws.script(POST_TO_CONNECTION, Reply(stall=2.2))
    assert handler(socket_event("1"), LambdaContext()) == TAKEN
    assert [message.get("text") for message in posted(aws)] == ["one", None]


def test_a_post_is_not_waited_for_longer_than_the_function_has(aws: FakeAws, handler: Handler, lines: Lines) -> None:
    clock = Clock()
    aws.script(INVOKE_STREAM, Then(first=lambda: setattr(clock, "left", 2_500), answer=faults.stream(b"one")))
    aws.script(POST_TO_CONNECTION, Then(first=lambda: setattr(clock, "left", 2_499), answer=Reply(stall=4)))
    with pytest.raises(InferenceError):
        handler(socket_event("1"), clock)
    (line,) = lines()
    assert (line["code"], len(posted(aws))) == ("PartNotPosted", 1)
    assert "timeout" in line["detail"].lower()


def test_a_stream_that_is_posted_may_have_a_limit(aws: FakeAws, load: Load) -> None:
    handler = load("invoke_stream", **CONNECTION, SAGEWIRE_STREAM_LIMIT="3").handler
    aws.script(INVOKE_STREAM, faults.stream(b"one", b"two"))
    with pytest.raises(InferenceError, match="more than 3 bytes"):
        handler(socket_event("1"), LambdaContext())
    assert [message.get("text") for message in posted(aws)] == ["one", None]


@pytest.mark.parametrize("event", [http_event("1"), [1], {"requestContext": None}, {}])
def test_an_event_of_no_web_socket_api_is_refused(aws: FakeAws, handler: Handler, event: Any) -> None:
    with pytest.raises(InferenceError, match="no WebSocket API"):
        handler(event, LambdaContext())
    assert aws.received == []


def test_a_context_without_a_request_id_has_the_functions(aws: FakeAws, handler: Handler) -> None:
    handler(socket_event("1", requestId=""), LambdaContext())
    assert {message["requestId"] for message in posted(aws)} == {"lambda-1"}


def test_an_api_is_asked_at_its_domain_and_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    """And its client is made once."""
    for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    apis = WebSocketApis()
    client = apis.client(domain="abc123.execute-api.eu-west-1.amazonaws.com", stage="prod")
    assert client.url == "https://abc123.execute-api.eu-west-1.amazonaws.com/prod"
    assert apis.client(domain="abc123.execute-api.eu-west-1.amazonaws.com", stage="prod") is client
    assert apis.client(domain="abc123.execute-api.eu-west-1.amazonaws.com", stage="next") is not client


def test_another_url_of_the_service_comes_before_that_of_all_services(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    assert WebSocketApis().client(domain="d", stage="s").url == "http://127.0.0.1:1"
    monkeypatch.setenv("AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI", "http://127.0.0.1:2")
    assert WebSocketApis().client(domain="d", stage="s").url == "http://127.0.0.1:2"
