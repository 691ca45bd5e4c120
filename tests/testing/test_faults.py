"""The table of faults: what boto3 makes of each."""

import socket
from collections.abc import Iterator
from typing import Any

import botocore.session
import pytest
from botocore.config import Config
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    EventStreamError,
    ReadTimeoutError,
    ResponseStreamingError,
)

from sagewire.testing import Answer, FaultyEndpoint, faults

ONCE = Config(retries={"mode": "standard", "total_max_attempts": 1}, read_timeout=20)
HASTY = Config(retries={"mode": "standard", "total_max_attempts": 1}, read_timeout=0.2)


@pytest.fixture
def endpoint() -> Iterator[FaultyEndpoint]:
    with FaultyEndpoint() as endpoint:
        yield endpoint


def _invoke(endpoint: FaultyEndpoint, answer: Answer, config: Config = ONCE) -> bytes:
    endpoint.script(answer)
    read: bytes = endpoint.client(config=config).invoke_endpoint(EndpointName="iris", Body=b"1" * 100)["Body"].read()
    return read


def _stream(endpoint: FaultyEndpoint, answer: Answer) -> tuple[list[bytes], Exception | None]:
    """The parts that came, and what ended the stream."""
    endpoint.script(answer)
    stream = endpoint.client(config=ONCE).invoke_endpoint_with_response_stream(EndpointName="iris", Body=b"1")["Body"]
    parts: list[bytes] = []
    try:
        for event in stream:
            parts.append(event["PayloadPart"]["Bytes"])  # noqa: PERF401 (the parts before an error are wanted)
    except Exception as error:  # noqa: BLE001 (whatever it is, it is compared)
        return parts, error
    finally:
        stream.close()
    return parts, None


@pytest.mark.parametrize(
    ("answer", "status", "code"),
    [
        (faults.throttled(), 400, "ThrottlingException"),
        (faults.model_not_ready(), 429, "ModelNotReadyException"),
        (faults.internal_failure(), 500, "InternalFailure"),
        (faults.service_unavailable(), 503, "ServiceUnavailable"),
        (faults.dependency_failure(), 530, "InternalDependencyException"),
        (faults.error("AccessDeniedException"), 403, "AccessDeniedException"),
        (faults.error("Teapot", status=418), 418, "Teapot"),
        (faults.bare(502), 502, "502"),
        (faults.bare(413), 413, "413"),
    ],
)
def test_an_error_has_its_status_and_its_code(endpoint: FaultyEndpoint, answer: Answer, status: int, code: str) -> None:
    with pytest.raises(ClientError) as raised:
        _invoke(endpoint, answer)
    told: Any = raised.value.response
    assert (told["ResponseMetadata"]["HTTPStatusCode"], told["Error"]["Code"]) == (status, code)


def test_the_statuses_are_those_of_awss_own_model() -> None:
    model = botocore.session.Session().get_service_model("sagemaker-runtime")
    known = {
        shape.name: shape.metadata["error"]["httpStatusCode"]
        for name in ("InvokeEndpoint", "InvokeEndpointAsync", "InvokeEndpointWithResponseStream")
        for shape in model.operation_model(name).error_shapes
        if "error" in shape.metadata
    }
    # What every service has is in no model.
    common = {"AccessDeniedException", "ExpiredTokenException", "ThrottlingException"}
    assert {code: status for code, (status, _) in faults.ERRORS.items() if code not in common} == known


def test_an_unknown_error_needs_a_status() -> None:
    with pytest.raises(ValueError, match="'Teapot' has no status of its own: give status=..., or a code of Access"):
        faults.error("Teapot")


def test_a_model_error_carries_what_the_model_said(endpoint: FaultyEndpoint) -> None:
    with pytest.raises(ClientError) as raised:
        _invoke(endpoint, faults.model_error(422, "4 features, not 5"))
    told: Any = raised.value.response
    assert (told["OriginalStatusCode"], told["OriginalMessage"]) == (422, "4 features, not 5")
    assert told["ResponseMetadata"]["HTTPStatusCode"] == 424
    assert "(422)" in told["Error"]["Message"]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (faults.hang_up(), ConnectionClosedError),
        (faults.reset(), ConnectionClosedError),
        (faults.garbage(), ConnectionClosedError),
        (faults.cut(b"0123456789", after=4), ResponseStreamingError),
        (faults.wrong_length(b"0123456789", 20), ResponseStreamingError),
    ],
)
def test_a_connection_that_breaks(endpoint: FaultyEndpoint, answer: Answer, error: type[Exception]) -> None:
    with pytest.raises(error):
        _invoke(endpoint, answer)


def test_only_what_was_read_is_kept(endpoint: FaultyEndpoint) -> None:
    for answer, requests in ((faults.reset(), 0), (faults.hang_up(), 1)):
        with pytest.raises(ConnectionClosedError):
            _invoke(endpoint, answer)
        assert len(endpoint.requests) == requests


def test_a_reset_on_a_connection_in_use(endpoint: FaultyEndpoint) -> None:
    """At its second request; botocore tells of a reset and of an end alike."""
    asked = b"POST /endpoints/iris/invocations HTTP/1.1\r\nContent-Length: 1\r\n\r\n1"
    endpoint.script(faults.result(b"one"), faults.reset())
    with socket.create_connection(("127.0.0.1", int(endpoint.url.rpartition(":")[2]))) as connection:
        connection.sendall(asked)
        assert connection.recv(1000).startswith(b"HTTP/1.1 200")
        connection.sendall(asked)
        with pytest.raises(ConnectionResetError), connection.makefile("rb") as rest:
            rest.read()
    assert len(endpoint.requests) == 1


def test_a_length_that_is_too_small_hides_the_rest(endpoint: FaultyEndpoint) -> None:
    assert _invoke(endpoint, faults.wrong_length(b"0123456789", 4)) == b"0123"


@pytest.mark.parametrize("answer", [faults.stall(), faults.stall_in_body(b"0123456789", after=4)])
def test_a_stall_outlasts_the_client_and_not_the_test(endpoint: FaultyEndpoint, answer: Answer) -> None:
    with pytest.raises(ReadTimeoutError):
        _invoke(endpoint, answer, HASTY)


def test_a_stall_may_end(endpoint: FaultyEndpoint) -> None:
    assert _invoke(endpoint, faults.stall(0.01, body=b"late")) == b"late"


def test_a_result_says_its_type_and_its_variant(endpoint: FaultyEndpoint) -> None:
    endpoint.script(faults.result(b"0.5", content_type="text/csv", variant="blue"))
    answer = endpoint.client(config=ONCE).invoke_endpoint(EndpointName="iris", Body=b"1")
    assert (answer["ContentType"], answer["InvokedProductionVariant"]) == ("text/csv", "blue")
    answer["Body"].close()


def test_a_receipt_may_leave_out_where_failures_go_and_name_the_inference(endpoint: FaultyEndpoint) -> None:
    endpoint.script(faults.accepted("s3://out/1", failure_location="", inference_id="theirs"))
    receipt: Any = endpoint.client(config=ONCE).invoke_endpoint_async(EndpointName="iris", InputLocation="s3://in/1")
    assert (receipt["OutputLocation"], receipt["InferenceId"]) == ("s3://out/1", "theirs")
    assert "FailureLocation" not in receipt


def test_a_stream_has_its_parts_its_type_and_its_variant(endpoint: FaultyEndpoint) -> None:
    endpoint.script(faults.stream(b"one", b"two", pause=0.01, content_type="text/plain", variant="blue"))
    answer = endpoint.client(config=ONCE).invoke_endpoint_with_response_stream(EndpointName="iris", Body=b"1")
    assert (answer["ContentType"], answer["InvokedProductionVariant"]) == ("text/plain", "blue")
    assert [event["PayloadPart"]["Bytes"] for event in answer["Body"]] == [b"one", b"two"]


@pytest.mark.parametrize(
    ("answer", "parts", "error"),
    [
        (faults.failing_stream(b"one"), [b"one"], EventStreamError),
        (faults.failing_stream(b"one", error="InternalStreamFailure"), [b"one"], EventStreamError),
        (faults.failing_stream(), [], EventStreamError),
        (faults.cut_stream(), [], Exception),
        (faults.cut_stream(b"one", b"two"), [b"one", b"two"], Exception),
        (faults.cut_stream(b"one", b"two", last=20), [b"one"], Exception),
        (faults.corrupt_stream(b"one"), [b"one"], Exception),
        (faults.truncated_stream(b"one", b"two", last=20), [b"one"], type(None)),
    ],
)
def test_a_stream_that_breaks(
    endpoint: FaultyEndpoint, answer: Answer, parts: list[bytes], error: type[object]
) -> None:
    """boto3 takes a stream that ends in the middle of an event for whole."""
    came, ended = _stream(endpoint, answer)
    assert came == parts
    assert isinstance(ended, error)


def test_a_failing_stream_tells_what_happened(endpoint: FaultyEndpoint) -> None:
    for answer, code, said in (
        (faults.failing_stream(code="ModelInvocationTimeExceeded"), "ModelStreamError", "broke"),
        (faults.failing_stream(error="InternalStreamFailure"), "InternalStreamFailure", "broke"),
    ):
        _, ended = _stream(endpoint, answer)
        assert isinstance(ended, EventStreamError)
        assert ended.response["Error"]["Code"] == code
        assert said in str(ended)
