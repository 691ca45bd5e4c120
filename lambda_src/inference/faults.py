"""What botocore raises, and which row of the error table (errors.py) it is."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from botocore import exceptions as botocore_errors
from botocore.eventstream import ParserError
from botocore.exceptions import BotoCoreError, ClientError
from urllib3 import exceptions as urllib3_errors

from inference import errors
from inference.errors import InferenceError

BY_CODE: Mapping[str, type[InferenceError]] = {
    "ThrottlingException": errors.Throttled,
    "ModelNotReadyException": errors.ModelNotReady,
    "ServiceUnavailable": errors.ServiceUnavailable,
    "InternalFailure": errors.InternalFailure,
    "InternalDependencyException": errors.InternalFailure,
    "ValidationError": errors.EndpointUnavailable,
    "AccessDeniedException": errors.AccessDenied,
}
BY_STATUS: Mapping[int, type[InferenceError]] = {
    403: errors.AccessDenied,
    413: errors.PayloadTooLarge,
    429: errors.Throttled,
    500: errors.InternalFailure,
    # Of a gateway on the way, so that what lies behind it may have inferred.
    502: errors.ConnectionLost,
    503: errors.ServiceUnavailable,
    504: errors.ReadTimeout,
    530: errors.InternalFailure,
}
# AWS's words on these quote the request, its session token included, which the log knows only where Lambda keeps it in
# the environment.
QUOTING = frozenset(
    {
        "ExpiredToken",
        "ExpiredTokenException",
        "IncompleteSignature",
        "IncompleteSignatureException",
        "InvalidClientTokenId",
        "InvalidSignatureException",
        "InvalidToken",
        "MissingAuthenticationToken",
        "MissingAuthenticationTokenException",
        "SignatureDoesNotMatch",
        "UnrecognizedClientException",
    }
)
# The first match wins: SSLError is a ConnectionError, but may also come when the request is on its way.
BY_EXCEPTION: tuple[tuple[type[BotoCoreError], type[InferenceError]], ...] = (
    (botocore_errors.ReadTimeoutError, errors.ReadTimeout),
    (botocore_errors.SSLError, errors.ConnectionLost),
    (botocore_errors.ConnectionClosedError, errors.ConnectionLost),
    (botocore_errors.ResponseStreamingError, errors.ConnectionLost),
    (botocore_errors.IncompleteReadError, errors.ConnectionLost),
    (botocore_errors.ConnectionError, errors.Unreachable),
    (BotoCoreError, errors.UnknownFault),
)
# urllib3's word for a connection that broke before the answer began; of one that broke within it, it says otherwise.
_ABORTED = "Connection aborted."


@contextmanager
def translated() -> Iterator[None]:
    """Raises botocore's errors as rows of the table."""
    try:
        yield
    except ClientError as fault:
        raise _answered(fault) from fault
    except BotoCoreError as fault:
        raise _unanswered(fault)(detail=str(fault)) from fault
    except urllib3_errors.HTTPError as fault:  # what botocore lets through of a body, as of damaged TLS
        raise errors.ConnectionLost(detail=f"{type(fault).__name__}: {fault}") from fault


@contextmanager
def translated_stream() -> Iterator[None]:
    """Raises as rows of the table what breaks a stream that has begun; botocore leaves that to urllib3."""
    try:
        yield
    except urllib3_errors.ReadTimeoutError as fault:
        raise errors.ReadTimeout(detail=str(fault)) from fault
    except (urllib3_errors.HTTPError, ParserError) as fault:
        raise errors.StreamBroken(detail=f"{type(fault).__name__}: {fault}") from fault


def _unanswered(fault: BotoCoreError) -> type[InferenceError]:
    """The row of an error without an answer."""
    broken = fault.kwargs.get("error")
    if isinstance(fault, botocore_errors.ConnectionClosedError) and _ABORTED in getattr(broken, "args", ()):
        return errors.ConnectionReset
    return next(row for kind, row in BY_EXCEPTION if isinstance(fault, kind))


def _answered(fault: ClientError) -> InferenceError:
    """The row of an error that the service answered with."""
    answer = dict[str, Any](fault.response)
    code = answer["Error"].get("Code", "")
    if code == "ModelError":
        return _model_error(answer)
    row = BY_CODE.get(code) or BY_STATUS.get(answer["ResponseMetadata"]["HTTPStatusCode"], errors.UnknownFault)
    return row(detail=code if code in QUOTING else str(fault))


def _model_error(answer: Mapping[str, Any]) -> InferenceError:
    """The row of a ModelError; the model's words may quote the request, so they never reach the log."""
    status = answer.get("OriginalStatusCode", 500)
    detail = f"the model answered with status {status}"
    if status == 0:
        return errors.ModelTimeout(detail=detail)
    if 400 <= status < 500:  # noqa: PLR2004 (HTTP's client errors)
        return errors.ModelClientError(answer.get("OriginalMessage") or detail, status=status, detail=detail)
    return errors.ModelServerError(detail=detail)
