"""Function URLs and HTTP APIs (payload format 2.0): an HTTP request in, an HTTP response out.

https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads
"""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from inference.context import Context
from inference.errors import RETRY_AFTER, BadRequest, InferenceError
from inference.log import InvocationRecord
from inference.request import JSON, InferenceRequest, encoded
from inference.response import InferenceResponse, check_answer, is_json
from inference.ways_in.way_in import WayIn


def _matches(event: Any) -> bool:
    context = event.get("requestContext") if isinstance(event, dict) else None
    return isinstance(context, dict) and "http" in context


def _request_id(event: Any, _context: Context) -> str:
    return str(event["requestContext"]["requestId"])


def _read(event: Any, request_id: str) -> InferenceRequest:
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    body = _body(event)
    return InferenceRequest(
        id=request_id,
        content_type=headers.get("content-type") or JSON,
        accept=headers.get("accept"),
        body=body,
        size=len(body),
    )


def _body(event: Mapping[str, Any]) -> bytes:
    text = encoded(event.get("body") or "")
    if not event.get("isBase64Encoded"):
        return text
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise BadRequest("the body is said to be base64 and is not") from None


def _answer(response: InferenceResponse, _record: InvocationRecord) -> dict[str, Any]:
    text = _text(response)
    answer = {
        "statusCode": response.status,
        "headers": {"content-type": response.content_type},
        "body": base64.b64encode(response.body).decode("ascii") if text is None else text,
        "isBase64Encoded": text is None,
    }
    check_answer(answer, raw_size=len(response.body))
    return answer


def _text(response: InferenceResponse) -> str | None:
    """The body as text, or None when it is, or can only be carried as, bytes."""
    if not (is_json(response.content_type) or response.content_type.lower().startswith("text/")):
        return None
    try:
        return response.body.decode()
    except UnicodeDecodeError:
        return None


def _fail(error: InferenceError, record: InvocationRecord) -> dict[str, Any]:
    headers = {"content-type": JSON}
    if error.status in RETRY_AFTER:
        headers["retry-after"] = str(RETRY_AFTER[error.status])
    told = {"code": error.code, "message": str(error), "requestId": record.request_id}
    return {
        "statusCode": error.status,
        "headers": headers,
        "body": json.dumps({"error": told}),
        "isBase64Encoded": False,
    }


HTTP = WayIn(
    name="http",
    matches=_matches,
    request_id=_request_id,
    read=_read,
    answer=_answer,
    fail=_fail,
)
