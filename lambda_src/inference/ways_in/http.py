"""Function URLs, HTTP APIs, REST APIs and load balancers: an HTTP request in, an HTTP response out.

Payload formats 1.0 and 2.0 differ in where they say what the request is, and take the same answer.
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

import base64
import json
from collections.abc import Mapping
from typing import Any

from inference.choices import chosen_in_headers
from inference.context import Context
from inference.errors import RETRY_AFTER, InferenceError
from inference.log import InvocationRecord
from inference.request import JSON, InferenceRequest, decoded, encoded
from inference.response import TOLD, InferenceResponse, check_answer, is_json
from inference.ways_in.way_in import WayIn

_INFERENCE_ID = "x-amzn-sagemaker-inference-id"
_CORRELATION_ID = "x-correlation-id"
_IDEMPOTENCY_KEY = "idempotency-key"


def _matches(event: Any) -> bool:
    context = event.get("requestContext") if isinstance(event, dict) else None
    return isinstance(context, dict) and ("http" in context or "httpMethod" in event)


def _request_id(event: Any, context: Context) -> str:
    """Load balancers give none."""
    return str(event["requestContext"].get("requestId") or context.aws_request_id)


def _read(event: Any, request_id: str, _context: Context) -> InferenceRequest:
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    body = _body(event)
    return InferenceRequest(
        id=headers.get(_INFERENCE_ID) or request_id,
        content_type=headers.get("content-type") or JSON,
        accept=headers.get("accept"),
        body=body,
        size=len(body),
        choices=chosen_in_headers(headers),
        correlation_id=headers.get(_CORRELATION_ID),
        idempotency_key=headers.get(_IDEMPOTENCY_KEY),
    )


def _body(event: Mapping[str, Any]) -> bytes:
    body = event.get("body") or ""
    return decoded(body) if event.get("isBase64Encoded") else encoded(body)


def _answer(response: InferenceResponse, _record: InvocationRecord) -> dict[str, Any]:
    text = _text(response)
    answer = {
        "statusCode": response.status,
        "headers": {"content-type": response.content_type} | _told(response),
        "body": base64.b64encode(response.body).decode("ascii") if text is None else text,
        "isBase64Encoded": text is None,
    }
    check_answer(answer, raw_size=len(response.body))
    return answer


def _told(response: InferenceResponse) -> dict[str, str]:
    return {header: response.told[name] for name, header in TOLD.items() if name in response.told}


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
    told: dict[str, Any] = {
        "error": {"code": error.code, "message": str(error), "requestId": record.request_id},
        **error.told_partial(),
    }
    return {
        "statusCode": error.status,
        "headers": headers,
        "body": json.dumps(told),
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
