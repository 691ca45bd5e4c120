"""What is asked of the endpoint, whichever way it came in."""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from inference.choices import CHOICES, chosen_by_name
from inference.errors import BadRequest, PayloadTooLarge

JSON = "application/json"
# SageMaker carries these in HTTP headers, so that they are printable ASCII, and so long at most.
# https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html
_HEADER = re.compile(r"[\x21-\x7e][\x20-\x7e]*")
_LONGEST_HEADER = 1024
_LONGEST_ID = 64
# What may be said beside a body, where it goes by the API's names.
NAMES = frozenset({"InferenceId", "ContentType", "Accept", "CorrelationId", "IdempotencyKey", *CHOICES})


@dataclass(frozen=True, kw_only=True)
class InferenceRequest:
    """One request: its body, or the S3 object that holds it.

    `id` is its inference id; the same `idempotency_key` stands for the same request.

    Raises:
        BadRequest: there is nothing to infer from, or a value that no HTTP header can carry.
    """

    id: str
    content_type: str
    size: int  # bytes of the body or of the object
    accept: str | None = None
    body: bytes = b""
    input_location: str | None = None  # s3://bucket/key
    choices: Mapping[str, str] = field(default_factory=dict)
    correlation_id: str | None = None
    idempotency_key: str | None = None

    def __post_init__(self) -> None:
        if not self.size:
            raise BadRequest("the request is empty: send what the model is to infer from")
        _check_header("request id", self.id, longest=_LONGEST_ID)
        _check_header("content type", self.content_type)
        _check_header("accept", self.accept or JSON)
        _check_header("location of the input", self.input_location or "s3://")
        for name, value in self.choices.items():
            _check_header(name, value, longest=CHOICES[name].longest)

    def check_size(self, limit: int) -> None:
        """Raises PayloadTooLarge when the endpoint's kind does not accept that many bytes."""
        if self.size > limit:
            raise PayloadTooLarge(f"the request has {self.size} bytes, the endpoint accepts at most {limit}")


def json_body(value: Any) -> bytes:
    """A JSON value as a body, or BadRequest."""
    return encoded(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def named_request(body: bytes, named: Mapping[str, str], *, request_id: str, key: str | None) -> InferenceRequest:
    """A request whose choices go by the API's names; `request_id` and `key` are those of a caller who gives none."""
    return InferenceRequest(
        id=named.get("InferenceId") or request_id,
        content_type=named.get("ContentType") or JSON,
        accept=named.get("Accept"),
        body=body,
        size=len(body),
        choices=chosen_by_name(named),
        correlation_id=named.get("CorrelationId"),
        idempotency_key=named.get("IdempotencyKey") or key,
    )


def encoded(text: str) -> bytes:
    """UTF-8, or BadRequest when the text has half a surrogate pair."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise BadRequest("the request is no valid Unicode: it has half a surrogate pair") from None


def decoded(text: str) -> bytes:
    """The bytes that base64 stands for, or BadRequest."""
    try:
        return base64.b64decode(encoded(text), validate=True)
    except binascii.Error:
        raise BadRequest("the body is said to be base64 and is not") from None


def _check_header(name: str, value: str, *, longest: int = _LONGEST_HEADER) -> None:
    if len(value) > longest or not _HEADER.fullmatch(value):
        raise BadRequest(f"the {name} is {value[:64]!a}: it must be 1 to {longest} printable ASCII characters")
