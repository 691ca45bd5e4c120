"""What SageMaker's runtime answers, good and bad: AWS's errors in one table, and what a network does beside.

Each function gives one answer for `FaultyEndpoint.script`; `.times(3)` makes three of it. The errors have the status,
the code and the members that AWS documents:
https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html#API_runtime_InvokeEndpoint_Errors
"""

import json
from collections.abc import Mapping
from typing import Any

from sagewire.local.sagemaker import event_stream
from sagewire.testing.answers import Garbage, HangUp, Reply, Stream

ERRORS: Mapping[str, tuple[int, str]] = {
    "AccessDeniedException": (403, "User is not authorized to perform: sagemaker:InvokeEndpoint"),
    "ExpiredTokenException": (403, "The security token included in the request is expired"),
    "InternalDependencyException": (530, "Your request caused an exception with an internal dependency."),
    "InternalFailure": (500, "An internal failure occurred."),
    "ModelError": (424, "Received error from primary."),
    "ModelNotReadyException": (429, "The model is not ready; it is still being loaded. Try again later."),
    "ServiceUnavailable": (503, "The service is currently unavailable."),
    "ThrottlingException": (400, "Rate exceeded"),
    "ValidationError": (400, "Endpoint of this account not found."),
}
"""AWS's code of each error, with its HTTP status and a message like AWS's."""

_JSON = "application/json"
_SOON_ENOUGH = 3600.0  # seconds; the end of the test lets go of it


def error(code: str, *, status: int | None = None, message: str | None = None, **members: Any) -> Reply:
    """An error by AWS's code; one that is not in `ERRORS` needs a status. Members are beside the message.

    Raises:
        ValueError: a code that is not in the table, without a status.
    """
    if status is None and code not in ERRORS:
        raise ValueError(f"{code!r} has no status of its own: give status=..., or a code of {', '.join(ERRORS)}")
    usual_status, usual_message = ERRORS.get(code, (0, "An error occurred."))
    body = {"__type": code, "Message": usual_message if message is None else message, **members}
    headers = {"content-type": _JSON, "x-amzn-errortype": code}
    return Reply(status=status or usual_status, headers=headers, body=json.dumps(body).encode())


def throttled() -> Reply:
    """More requests than the account may send: ThrottlingException, 400."""
    return error("ThrottlingException")


def model_not_ready() -> Reply:
    """A cold start, or a model of several that is not loaded yet: ModelNotReadyException, 429."""
    return error("ModelNotReadyException")


def model_error(original_status: int, message: str = "wrong shape", *, account: str = "123456789012") -> Reply:
    """What the model itself answered, as ModelError, 424; with 0 it did not answer in its 60 seconds."""
    told = f'Received error ({original_status}) from primary with message "{message}" in account {account}'
    return error("ModelError", message=told, OriginalStatusCode=original_status, OriginalMessage=message)


def internal_failure() -> Reply:
    """InternalFailure, 500."""
    return error("InternalFailure")


def service_unavailable() -> Reply:
    """ServiceUnavailable, 503."""
    return error("ServiceUnavailable")


def dependency_failure() -> Reply:
    """InternalDependencyException, 530."""
    return error("InternalDependencyException")


def bare(status: int, body: bytes = b"<html>") -> Reply:
    """A status without a code, as load balancers answer: 502, 503, 504, 413."""
    return Reply(status=status, headers={"content-type": "text/html"}, body=body)


def result(body: bytes, *, content_type: str = _JSON, variant: str = "AllTraffic") -> Reply:
    """The model's answer to InvokeEndpoint."""
    return Reply(headers={"content-type": content_type, "x-amzn-invoked-production-variant": variant}, body=body)


def accepted(
    output_location: str = "s3://results/1.out",
    *,
    failure_location: str = "s3://failures/1.out",
    inference_id: str | None = None,
) -> Reply:
    """The receipt of InvokeEndpointAsync, 202."""
    locations = {"outputlocation": output_location, "failurelocation": failure_location}
    headers = {f"x-amzn-sagemaker-{name}": location for name, location in locations.items() if location}
    body = {"InferenceId": inference_id} if inference_id else {}
    return Reply(status=202, headers={"content-type": _JSON, **headers}, body=json.dumps(body).encode())


def stall(seconds: float = _SOON_ENOUGH, *, body: bytes = b"{}") -> Reply:
    """A result that comes after that many seconds, or with the end of the test."""
    return Reply(headers={"content-type": _JSON}, body=body, stall=seconds)


def stall_in_body(body: bytes, *, after: int, seconds: float = _SOON_ENOUGH) -> Reply:
    """A result whose first bytes come, and whose others do not."""
    return Reply(headers={"content-type": _JSON}, body=body, cut=after, hold=seconds)


def hang_up() -> Reply:
    """The connection closes when the request is read: nobody knows whether the inference ran."""
    return Reply(hang_up=True)


def reset() -> HangUp:
    """The connection is reset before a byte of the request is read."""
    return HangUp()


def cut(body: bytes, *, after: int) -> Reply:
    """A result whose connection closes in the middle."""
    return Reply(headers={"content-type": _JSON}, body=body, cut=after)


def wrong_length(body: bytes, length: int) -> Reply:
    """A whole result, with a `content-length` that is not its length; the connection closes after it."""
    return Reply(headers={"content-type": _JSON}, body=body, length=length)


def garbage(data: bytes = b"\x16\x03\x01 no HTTP\r\n\r\n") -> Garbage:
    """Bytes that are no HTTP."""
    return Garbage(data=data)


def stream(*parts: bytes, pause: float = 0.0, content_type: str = _JSON, variant: str = "AllTraffic") -> Stream:
    """The model's answer to InvokeEndpointWithResponseStream; `pause` is in seconds, before each part but the first."""
    frames = tuple(_part(part) for part in parts)
    return Stream(headers=_stream_headers(content_type, variant), parts=frames, pause=pause)


def failing_stream(*parts: bytes, error: str = "ModelStreamError", code: str = "StreamBroken") -> Stream:
    """A stream that AWS ends with an error: ModelStreamError with a code, or InternalStreamFailure.

    https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_ModelStreamError.html
    """
    told = {"Message": "The stream broke.", **({"ErrorCode": code} if error == "ModelStreamError" else {})}
    last = event_stream.exception(error, json.dumps(told).encode(), content_type=_JSON)
    return Stream(headers=_stream_headers(), parts=(*(_part(part) for part in parts), last))


def cut_stream(*parts: bytes, last: int | None = None) -> Stream:
    """A stream whose connection closes after the parts; of the last one come only `last` bytes, if that is given."""
    return Stream(headers=_stream_headers(), parts=_truncated(parts, last), ends=False)


def truncated_stream(*parts: bytes, last: int) -> Stream:
    """A stream that HTTP calls whole, while of its last event only `last` bytes came."""
    return Stream(headers=_stream_headers(), parts=_truncated(parts, last))


def corrupt_stream(*parts: bytes) -> Stream:
    """A stream with another event after the parts, whose checksum is wrong."""
    wrong = bytearray(_part(b"corrupt"))
    wrong[-1] ^= 0xFF
    return Stream(headers=_stream_headers(), parts=(*(_part(part) for part in parts), bytes(wrong)))


def _part(data: bytes) -> bytes:
    return event_stream.event("PayloadPart", data, content_type="application/octet-stream")


def _truncated(parts: tuple[bytes, ...], last: int | None) -> tuple[bytes, ...]:
    frames = [_part(part) for part in parts]
    return (*frames[:-1], frames[-1][:last]) if frames else ()


def _stream_headers(content_type: str = _JSON, variant: str = "AllTraffic") -> dict[str, str]:
    return {
        "content-type": event_stream.MEDIA_TYPE,
        "x-amzn-sagemaker-content-type": content_type,
        "x-amzn-invoked-production-variant": variant,
    }
