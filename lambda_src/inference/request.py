"""What is asked of the endpoint, whichever way it came in."""

import json
import re
from dataclasses import dataclass
from typing import Any

from inference.errors import BadRequest, PayloadTooLarge

JSON = "application/json"
# SageMaker carries these in HTTP headers: at most 1024 printable ASCII characters.
# https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html
_HEADER = re.compile(r"[\x21-\x7e][\x20-\x7e]{0,1023}")


@dataclass(frozen=True, kw_only=True)
class InferenceRequest:
    """One request: its body, or the S3 object that holds it.

    Raises:
        BadRequest: there is nothing to infer from, or a value that no HTTP header can carry.
    """

    id: str
    content_type: str
    size: int  # bytes of the body or of the object
    accept: str | None = None
    body: bytes = b""
    input_location: str | None = None  # s3://bucket/key

    def __post_init__(self) -> None:
        if not self.size:
            raise BadRequest("the request is empty: send what the model is to infer from")
        _check_header("request id", self.id)
        _check_header("content type", self.content_type)
        _check_header("accept", self.accept or JSON)
        _check_header("location of the input", self.input_location or "s3://")

    def check_size(self, limit: int) -> None:
        """Raises PayloadTooLarge when the endpoint's kind does not accept that many bytes."""
        if self.size > limit:
            raise PayloadTooLarge(f"the request has {self.size} bytes, the endpoint accepts at most {limit}")


def json_request(value: Any, *, request_id: str) -> InferenceRequest:
    """A JSON value as a request."""
    body = encoded(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
    return InferenceRequest(id=request_id, content_type=JSON, body=body, size=len(body))


def encoded(text: str) -> bytes:
    """UTF-8, or BadRequest when the text has half a surrogate pair."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise BadRequest("the request is no valid Unicode: it has half a surrogate pair") from None


def _check_header(name: str, value: str) -> None:
    if not _HEADER.fullmatch(value):
        raise BadRequest(f"the {name} is {value[:64]!a}: it must be 1 to 1024 printable ASCII characters")
