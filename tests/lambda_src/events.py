"""Events and a context as Lambda hands them to a function."""

import base64
from collections.abc import Iterator
from typing import Any

REQUEST_ID = "9e4a2c3e-0000-4000-8000-000000000001"


class LambdaContext:
    """Lambda's context; each look at the clock takes the next of the given milliseconds, the last one stays."""

    def __init__(self, *remaining: int) -> None:
        self.aws_request_id = "lambda-1"
        self.client_context: Any = None
        self._clock = self._looks(*remaining) if remaining else self._looks(60_000)

    def get_remaining_time_in_millis(self) -> int:
        return next(self._clock)

    @staticmethod
    def _looks(*remaining: int) -> Iterator[int]:
        yield from remaining
        while True:
            yield remaining[-1]


def http_event(body: str | bytes | None, **headers: str) -> dict[str, Any]:
    """Payload format 2.0; a body of bytes comes as base64, header names get dashes."""
    encoded = isinstance(body, bytes)
    event = {
        "version": "2.0",
        "headers": {name.replace("_", "-"): value for name, value in headers.items()},
        "requestContext": {"http": {"method": "POST", "path": "/"}, "requestId": REQUEST_ID},
        "isBase64Encoded": encoded,
    }
    if body is not None:
        event["body"] = base64.b64encode(body).decode() if isinstance(body, bytes) else body
    return event


def bus_event(detail: Any) -> dict[str, Any]:
    """An event of an application's own."""
    return {
        "version": "0",
        "id": REQUEST_ID,
        "source": "shop.orders",
        "detail-type": "Order Placed",
        "account": "123456789012",
        "detail": detail,
    }


def object_created(key: str, size: int = 10) -> dict[str, Any]:
    """S3's event for a new object."""
    detail = {"version": "0", "bucket": {"name": "uploads"}, "object": {"key": key, "size": size}}
    return {**bus_event(detail), "source": "aws.s3", "detail-type": "Object Created"}
