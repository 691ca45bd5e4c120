"""Whatever comes back, the error is boto3's: its class, its words, and all that its response holds."""

import json
import math
import struct
from binascii import crc32
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from botocore.eventstream import EventStream
from botocore.exceptions import BotoCoreError, ParamValidationError

from inference.errors import InferenceError
from inference.stream import parts
from tests.lambda_src.wire.clients import NEWEST, READ_TIMEOUT, both
from tests.lambda_src.wire.raw_server import Raw, RawServer, http

ARN = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/sagemaker/Endpoints/iris"
MODEL_ERROR = {"Message": "told", "OriginalStatusCode": 400, "OriginalMessage": "wrong", "LogStreamArn": ARN}
Call = Callable[[Any], Any]


def invoke(client: Any) -> Any:
    return client.invoke_endpoint(EndpointName="iris", Body=b"1")["Body"].read()


def invoke_async(client: Any) -> Any:
    return client.invoke_endpoint_async(EndpointName="iris", InputLocation="s3://b/k")


def stream(client: Any) -> Any:
    return drained(client, [])


def drained(client: Any, received: list[bytes]) -> bytes:
    """What comes of a stream, also before it breaks; boto3's iterator of it gives events, ours bytes."""
    with closing(client.invoke_endpoint_with_response_stream(EndpointName="iris", Body=b"1")["Body"]) as body:
        if isinstance(body, EventStream):
            received.extend(event.get("PayloadPart", {}).get("Bytes", b"") for event in body)
        else:
            received.extend(parts(body, deadline=math.inf, silence=READ_TIMEOUT))
    return b"".join(received)


CALLS = pytest.mark.parametrize("call", [invoke, invoke_async, stream])


def fault(code: str, status: int, members: Any = None, *headers: tuple[str, str]) -> Raw:
    told = {"Message": "out of order"} if members is None else members
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    return http(status, body, ("x-amzn-errortype", code), ("x-amzn-RequestId", "r-1"), *headers)


def outcome(server: RawServer, reply: Raw, client: Any, call: Call) -> Any:
    """The answer, or the error without what names the one attempt."""
    server.replies.append(reply)
    try:
        answer = call(client)
    except Exception as error:  # noqa: BLE001 (that it is the same is what is tested)
        told = str(error).replace(" (reached max retries: 0)", "").replace("_HttpPool(", "AWSHTTPConnectionPool(")
        response = dict(getattr(error, "response", None) or {})
        if metadata := dict(response.get("ResponseMetadata", {})):
            metadata.pop("MaxAttemptsReached", None)
            response["ResponseMetadata"] = metadata
        kinds = [kind.__name__ for kind in type(error).__mro__]
        return kinds, told, response, getattr(error, "operation_name", None)
    if isinstance(answer, dict):
        answer["ResponseMetadata"].pop("MaxAttemptsReached", None)
    return answer


def check_equal(server: RawServer, clients: tuple[Any, Any], reply: Raw, call: Call) -> Any:
    theirs, ours = (outcome(server, reply, client, call) for client in clients)
    assert ours == theirs
    return ours


@CALLS
@pytest.mark.parametrize(
    "reply",
    [
        fault("ModelError", 424, MODEL_ERROR),
        fault("ModelError", 424, {**MODEL_ERROR, "OriginalStatusCode": 0}),
        fault("ModelError", 424, {**MODEL_ERROR, "OriginalStatusCode": "500", "Unknown": 1}),
        fault("ModelError", 424, {"message": "in lower case", "OriginalMessage": None}),
        fault("ModelError", 424, {}),
        fault("ModelError", 424, b""),
        fault("ModelNotReadyException", 429),
        fault("ServiceUnavailable", 503),
        fault("InternalFailure", 500),
        fault("InternalDependencyException", 530),
        fault("ValidationError", 400, {"message": "Endpoint iris of account 1 not found."}),
        fault("ThrottlingException", 400, {"Message": "Rate exceeded", "message": "and once more"}),
        fault("AccessDeniedException", 403, {"Message": f"not authorized on {ARN}"}),
        fault("ExpiredTokenException", 403),
        fault("Teapot:http://internal.amazon.com/coral/", 418),
        http(400, b'{"__type": "com.amazon#ValidationError", "message": "m"}'),
        http(400, b'{"code": "ValidationError", "message": "m"}'),
        http(400, b'{"Code": "ValidationError", "Message": "m"}'),
        http(400, b'{"Code": "", "Message": "m"}'),
        http(400, b""),
        http(400, b"no JSON"),
        http(400, b"{}"),
        http(403, b"<html>a proxy's page</html>"),
        http(413, b"<html>too large</html>"),
        http(429, b""),
        http(499, b"{}"),
        http(500, b""),
        http(500, b"  "),
        http(500, b"no JSON"),
        http(500, b'{"message": "m"}'),
        http(502, b"<html>\n<head><title>502 Bad Gateway</title></head></html>"),
        http(503, b"<html><body><b>Http/1.1 Service Unavailable</b></body></html>"),
        http(504, b"  <html>"),
        http(530, b""),
        http(599, b""),
        fault("ModelError", 500, b"<html>"),
        fault("ServiceUnavailable", 503, b""),
        http(301, b"{}", ("Location", "http://127.0.0.1:1/")),
        http(307, b"", ("Location", "http://127.0.0.1:1/")),
        fault("ValidationError", 400, {"message": ""}, ("Vary", "a"), ("Vary", "b")),
    ],
    ids=lambda reply: reply.sent.decode().replace("\r\n", " ")[9:90],
)
def test_an_error_that_the_service_answers_with(
    server: RawServer, runtimes: tuple[Any, Any], reply: Raw, call: Call
) -> None:
    kinds, *_ = check_equal(server, runtimes, reply, call)
    assert "ClientError" in kinds


@CALLS
@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (fault("com.amazon.sagemaker#ValidationError", 400), "ValidationError"),
        (fault("a#b:c#d", 400), "b"),
        (http(400, b'{"__type": "Odd:thing", "message": "m"}'), "Odd"),
    ],
    ids=["in front, of a header", "on both sides", "behind, in a body"],
)
def test_what_stands_around_a_code(
    server: RawServer, runtimes: tuple[Any, Any], reply: Raw, code: str, call: Call
) -> None:
    """botocore 1.34 takes it for a part of the code; the function does not, whichever runs it."""
    theirs, ours = (outcome(server, reply, client, call) for client in runtimes)
    assert ours[2]["Error"]["Code"] == code
    if NEWEST:
        assert ours == theirs


@pytest.mark.parametrize("call", [invoke, invoke_async])
@pytest.mark.parametrize(
    "reply",
    [
        Raw(then="close"),
        Raw(then="reset"),
        Raw(then="stall"),
        Raw(sent=b"HTTP/1.1 200 OK\r\nContent-Le", then="close"),
        Raw(sent=b"HTTP/1.1 200 OK\r\nContent-Le", then="stall"),
        Raw(sent=b"no HTTP at all\r\n\r\n", then="close"),
        http(200, b"0123", length=10, then="close"),
        http(200, b"0123", length=10, then="reset"),
        http(200, b"0123", length=10, then="stall"),
        http(200, b"", length=10, then="close"),
        Raw(sent=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n0123\r\n", then="close"),
        Raw(sent=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno number\r\n", then="close"),
        Raw(sent=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n0123\r\n", then="stall"),
        Raw(sent=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n0123\r\n0\r\n\r\n"),
        Raw(sent=b"HTTP/1.1 200 OK\r\n\r\n0123", then="close"),
        Raw(sent=b"HTTP/1.1 100 Continue\r\n\r\n" + http(200, b"{}").sent),
        http(200, b""),
        http(204, b""),
        http(200, b"[1]", ("Content-Encoding", "gzip")),
    ],
    ids=lambda reply: f"{reply.sent.decode(errors='replace')[9:90]}, {reply.then}".replace("\r\n", " "),
)
def test_an_answer_that_breaks(server: RawServer, runtimes: tuple[Any, Any], reply: Raw, call: Call) -> None:
    if call is invoke_async and reply.sent.endswith(b"[1]"):
        pytest.skip("boto3 has no words for an answer that is no JSON object")
    check_equal(server, runtimes, reply, call)


def test_an_endpoint_that_nobody_listens_at(server: RawServer) -> None:
    gone = RawServer()
    url_of_nobody = gone.url
    gone.close()
    for url in (url_of_nobody, "http://no-such-host.invalid"):
        with both("sagemaker-runtime", AWS_ENDPOINT_URL=url) as clients:
            kinds, *_ = check_equal(server, clients, http(), invoke)
            assert "EndpointConnectionError" in kinds
    server.replies.clear()


@pytest.mark.parametrize("value", ["a\r\nX-Other: b", "a\nb"])
def test_a_header_that_http_cannot_carry(server: RawServer, runtimes: tuple[Any, Any], value: str) -> None:
    before = len(server.received)
    kinds = []
    for client in runtimes:
        server.replies.append(http())
        with pytest.raises((BotoCoreError, ValueError)) as raised:
            client.invoke_endpoint(EndpointName="iris", Body=b"1", ContentType=value)
        kinds.append(type(raised.value))
    assert kinds[0] is kinds[1]
    assert len(server.received) == before
    server.replies.clear()


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"EndpointName": "iris"},
        {"Body": b"1"},
        {"EndpointName": "iris", "Body": b"1", "Other": "x"},
        {"Other": "x", "Another": 1},
    ],
    ids=str,
)
def test_parameters_that_the_operation_has_not(runtimes: tuple[Any, Any], parameters: dict[str, Any]) -> None:
    for client in runtimes:
        with pytest.raises(ParamValidationError) as raised:
            client.invoke_endpoint(**parameters)
        told = str(raised.value)
        for name in parameters.keys() - {"EndpointName", "Body"}:
            assert f'Unknown parameter in input: "{name}", must be one of: ' in told
        for name in {"EndpointName", "Body"} - parameters.keys():
            assert f'Missing required parameter in input: "{name}"' in told


@pytest.mark.parametrize("body", [b"[1]", b"null", b"7", b'"text"', b"\xff"], ids=str)
def test_what_boto3_cannot_read_is_an_error_of_the_service_here(
    server: RawServer, runtimes: tuple[Any, Any], body: bytes
) -> None:
    """An AttributeError there, which nobody expects."""
    theirs, ours = (outcome(server, http(424, body), client, invoke) for client in runtimes)
    assert "ClientError" not in theirs[0]
    assert ours[0][0] == "ClientError"
    assert ours[2]["Error"]["Code"] == "424"


@pytest.mark.parametrize("then", ["close", "stall"])
def test_an_error_that_breaks_off_is_botocores_here(server: RawServer, runtimes: tuple[Any, Any], then: str) -> None:
    """boto3 lets urllib3's through, which is none of its own."""
    theirs, ours = (outcome(server, http(424, b"{", length=100, then=then), client, invoke) for client in runtimes)
    assert "BotoCoreError" not in theirs[0]
    assert "BotoCoreError" in ours[0]


def frame(headers: dict[str, str], body: bytes = b"") -> bytes:
    """One event. https://smithy.io/2.0/aws/amazon-eventstream.html"""
    told = b"".join(
        struct.pack("!B", len(name)) + name.encode() + struct.pack("!BH", 7, len(value)) + value.encode()
        for name, value in headers.items()
    )
    prelude = struct.pack("!II", 16 + len(told) + len(body), len(told))
    prelude += struct.pack("!I", crc32(prelude))
    whole = prelude + told + body
    return whole + struct.pack("!I", crc32(whole))


def part(body: bytes, kind: str = "PayloadPart") -> bytes:
    return frame({":message-type": "event", ":event-type": kind, ":content-type": "application/octet-stream"}, body)


def broken(kind: str, body: bytes) -> bytes:
    return frame({":message-type": "exception", ":exception-type": kind}, body)


FIRST = part(b"first")
CUT = 20  # bytes
ERROR = frame({":message-type": "error", ":error-code": "500", ":error-message": "oh"})


@pytest.mark.parametrize(
    "frames",
    [
        [],
        [FIRST],
        [FIRST, part(b"\x00\xff second"), part(b"")],
        [FIRST, part(b"?", kind="Unheard"), part(b"last")],
        [FIRST, broken("ModelStreamError", b'{"Message": "m", "ErrorCode": "ModelInvocationTimeExceeded"}')],
        [FIRST, broken("InternalStreamFailure", b'{"message": "in lower case"}')],
        [broken("InternalStreamFailure", b"{}")],
        [FIRST, broken("ModelStreamError", b"no JSON")],
        [FIRST, broken("ModelStreamError", b"")],
        [FIRST, broken("Unheard", b'{"Message": "m"}')],
        [FIRST, ERROR],
        [FIRST, FIRST[:-1] + b"!"],
        [FIRST, b"!" + FIRST[1:]],
        [FIRST, FIRST[:CUT]],
    ],
    ids=range(14),
)
@pytest.mark.parametrize("chunked", [False, True])
def test_a_stream(server: RawServer, runtimes: tuple[Any, Any], frames: list[bytes], chunked: bool) -> None:
    """Of parts, of errors in their place, of damaged frames; each in a chunk of its own, and all in one body."""
    if chunked:
        chunks = b"".join(b"%x\r\n%s\r\n" % (len(sent), sent) for sent in frames)
        reply = Raw(sent=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n")
    else:
        reply = http(200, b"".join(frames))

    came: list[bytes] = []
    errors: list[Exception | None] = []
    for client in runtimes:
        server.replies.append(reply)
        received: list[bytes] = []
        try:
            drained(client, received)
        except Exception as error:  # noqa: BLE001 (which, is what is tested)
            errors.append(error)
        else:
            errors.append(None)
        came.append(b"".join(received))
    theirs, ours = errors
    assert came[0] == came[1]
    if theirs is None and frames and len(frames[-1]) == CUT:  # which boto3 takes for the end
        theirs = ours
    assert (theirs is None) is (ours is None)
    assert ours is None or (isinstance(ours, InferenceError) and ours.code == "StreamBroken")


@pytest.mark.parametrize(
    ("last", "detail"), [(broken("ModelStreamError", b'{"Message": "m"}'), "ModelStreamError"), (ERROR, "500")]
)
def test_the_errors_of_a_stream_are_told_apart(
    server: RawServer, runtimes: tuple[Any, Any], last: bytes, detail: str
) -> None:
    server.replies.append(http(200, FIRST + last))
    with pytest.raises(InferenceError) as raised:
        stream(runtimes[1])
    assert raised.value.detail == detail


@pytest.mark.parametrize("then", ["close", "reset", "stall"])
def test_a_stream_that_breaks(server: RawServer, runtimes: tuple[Any, Any], then: str) -> None:
    """The error says that the connection broke or fell silent, and what urllib3 tells boto3's callers is its cause."""
    raised = []
    for client in runtimes:
        server.replies.append(http(200, FIRST, length=1000, then=then))
        with pytest.raises(Exception) as error:  # noqa: PT011 (see below)
            stream(client)
        raised.append(error.value)
    theirs, ours = raised
    assert isinstance(ours, InferenceError)
    assert ours.code == ("ReadTimeout" if then == "stall" else "StreamBroken")
    assert type(ours.__cause__) is type(theirs)


@pytest.mark.parametrize(
    ("service", "call"),
    [
        ("events", lambda client: client.put_events(Entries=[{"Source": "s"}])),
        ("sqs", lambda client: client.send_message(QueueUrl="http://127.0.0.1/1/q", MessageBody="b")),
        (
            "apigatewaymanagementapi",
            lambda client: client.post_to_connection(ConnectionId="c", Data=b"1"),
        ),
    ],
)
@pytest.mark.parametrize(
    "reply",
    [
        http(200, b"", ("x-amzn-RequestId", "r-1")),
        http(200, b'{"FailedEntryCount": 1, "Entries": [{"ErrorCode": "E", "ErrorMessage": "m"}]}'),
        http(200, b'{"MessageId": "m-1", "MD5OfMessageBody": "92eb5ffee6ae2fec3ad71c777531578f"}'),
        http(400, b'{"__type": "com.amazon#AccessDeniedException", "message": "m"}'),
        http(400, b'{"__type": "ThrottlingException", "Message": "m"}'),
        http(400, b'{"__type": "com.amazonaws.sqs#Odd", "message": "m"}', ("x-amzn-query-error", "AWS.Odd;Sender")),
        http(418, b'{"message": "m"}', ("x-amzn-errortype", "Teapot")),
        http(403, b"no JSON"),
        http(500, b""),
        http(503, b"<html>"),
        Raw(then="close"),
        Raw(then="stall"),
    ],
    ids=lambda reply: f"{reply.sent.decode()[9:90]}, {reply.then}".replace("\r\n", " "),
)
def test_the_answers_to_those_who_send_results(server: RawServer, service: str, call: Call, reply: Raw) -> None:
    def known(answer: Any) -> Any:
        """boto3 leaves out what a service's model does not have, and has a class for each error that it has."""
        if not isinstance(answer, dict):
            kinds, *rest = answer
            return kinds[-4:], *rest
        names = {"FailedEntryCount", "Entries"} if service == "events" else {"MessageId", "MD5OfMessageBody"}
        names = names if service != "apigatewaymanagementapi" else set()
        return {name: value for name, value in answer.items() if name in {"ResponseMetadata", *names}}

    with both(service, AWS_ENDPOINT_URL=server.url) as clients:
        theirs, ours = (known(outcome(server, reply, client, call)) for client in clients)
    assert ours == theirs


def test_a_connection_that_was_closed_is_told_by_its_status(server: RawServer) -> None:
    with both("apigatewaymanagementapi", AWS_ENDPOINT_URL=server.url) as clients:
        reply = fault("GoneException", 410)
        theirs, ours = (
            outcome(server, reply, client, lambda client: client.post_to_connection(ConnectionId="c", Data=b"1"))
            for client in clients
        )
    assert ours[2]["ResponseMetadata"]["HTTPStatusCode"] == 410
    assert ours[1:] == theirs[1:]
