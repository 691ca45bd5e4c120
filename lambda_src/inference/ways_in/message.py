"""A message, whichever service brings it: its text is the request, its attributes are what the API's names say.

`ContentEncoding` is `base64` for a body of bytes, which a message can only carry that way.
"""

import base64
from collections.abc import Mapping
from typing import Any

from inference.errors import BadRequest
from inference.request import NAMES, InferenceRequest, decoded, encoded, named_request

_ENCODING = "ContentEncoding"
_BASE64 = "base64"
READ = NAMES | {_ENCODING}  # attributes that say something here; the others are between whoever sends and others


def brings_from(event: Any, key: str, source: str) -> bool:
    """Whether the event has records of that source, which each service writes under a key of its own."""
    records = event.get("Records") if isinstance(event, dict) else None
    first = records[0] if isinstance(records, list) and records else None
    return isinstance(first, dict) and first.get(key) == source


def message_request(text: Any, attributes: Mapping[str, str], *, message_id: str) -> InferenceRequest:
    """The request of a message, which is its own idempotency key; raises BadRequest."""
    if not isinstance(text, str):
        raise BadRequest(f"the message has a body of type {type(text).__name__}: it must be text")
    encoding = attributes.get(_ENCODING, "")
    if encoding not in {"", _BASE64}:
        raise BadRequest(f"{_ENCODING} is {encoding[:64]!a}: it must be {_BASE64}, or be left out")
    body = decoded(text) if encoding else encoded(text)
    return named_request(body, attributes, request_id=message_id, key=message_id)


def text_attribute(value: Any, *, binary: bool) -> str:
    """An attribute's value as text, of one that came as base64 too; raises BadRequest."""
    if not isinstance(value, str):
        raise BadRequest(f"a message attribute has a value of type {type(value).__name__}: it must be text")
    try:
        return base64.b64decode(value, validate=True).decode() if binary else value
    except ValueError:
        raise BadRequest("a binary message attribute is not text: send it as a String") from None
