"""The frames of a streamed result, as botocore cuts them; what they say without the service's model.

https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_ResponseStream.html
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from botocore.eventstream import EventStream
from urllib3 import HTTPResponse

from inference.aws.replies import json_of
from inference.aws.service import Service

_PART = "PayloadPart"


def event_stream(raw: HTTPResponse, service: Service, operation: str) -> "EventStream[Any]":
    """Yields {"PayloadPart": {"Bytes": …}}.

    Raises, while it is iterated, what boto3's raises:
        botocore.exceptions.EventStreamError: the model or SageMaker broke off.
        botocore.eventstream.ParserError: a frame is damaged.
        urllib3.exceptions.HTTPError: the connection broke or was silent for too long.
    """
    frames: Any = _Frames(service)
    shape: Any = None
    return EventStream(raw, shape, frames, operation)


class _Frames:
    """In the place of botocore's parser."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def parse(self, frame: Mapping[str, Any], _shape: None) -> dict[str, Any]:
        """The event, or the error; nothing of an event that is not known."""
        headers = frame["headers"]
        if frame["status_code"] >= HTTPStatus.MULTIPLE_CHOICES:
            return {"Error": self._error(headers, frame["body"])}
        return {_PART: {"Bytes": frame["body"]}} if headers.get(":event-type") == _PART else {}

    def _error(self, headers: Mapping[str, str], body: bytes) -> dict[str, str]:
        kind = headers.get(":exception-type")
        if kind not in self._service.errors:
            return {"Code": headers.get(":error-code", ""), "Message": headers.get(":error-message", "")}
        told = json_of(body)
        return {"Code": kind, "Message": told.get("Message", "")}
