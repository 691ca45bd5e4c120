"""What botocore raises, and which row of the error table (errors.py) it is."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from botocore import exceptions as botocore_errors
from botocore.exceptions import BotoCoreError, ClientError

from start_transform import errors
from start_transform.errors import TransformError

BY_CODE: Mapping[str, type[TransformError]] = {
    "ResourceLimitExceeded": errors.LimitExceeded,
    "ResourceNotFound": errors.ModelNotFound,
    "ValidationException": errors.JobRefused,
    "ThrottlingException": errors.Throttled,
    "AccessDeniedException": errors.AccessDenied,
}
BY_STATUS: Mapping[int, type[TransformError]] = {403: errors.AccessDenied, 429: errors.Throttled}
IN_USE = "ResourceInUse"


def error_code(fault: ClientError) -> str:
    """What AWS calls the error."""
    return fault.response.get("Error", {}).get("Code", "")


def row_of(fault: ClientError | BotoCoreError) -> TransformError:
    """The row of the table."""
    if isinstance(fault, ClientError):
        return _answered(fault)(detail=str(fault))
    unanswered = isinstance(fault, botocore_errors.ConnectionError | botocore_errors.HTTPClientError)
    return (errors.Unreachable if unanswered else errors.UnknownFault)(detail=str(fault))


def _answered(fault: ClientError) -> type[TransformError]:
    status: int = dict[str, Any](fault.response)["ResponseMetadata"]["HTTPStatusCode"]
    if row := BY_CODE.get(error_code(fault)) or BY_STATUS.get(status):
        return row
    return errors.ServiceUnavailable if status >= HTTPStatus.INTERNAL_SERVER_ERROR else errors.UnknownFault
