"""Events and a context as Lambda hands them to a function."""

import base64
from itertools import chain, repeat
from typing import Any

REQUEST_ID = "9e4a2c3e-0000-4000-8000-000000000001"


class LambdaContext:
    """Lambda's context; each look at the clock takes the next of the given milliseconds, the last one stays."""

    def __init__(self, *remaining: int) -> None:
        self.aws_request_id = "lambda-1"
        self.client_context: Any = None
        looks = remaining or (60_000,)
        self._clock = chain(looks, repeat(looks[-1]))

    def get_remaining_time_in_millis(self) -> int:
        return next(self._clock)


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


def queue_event(*messages: dict[str, Any]) -> dict[str, Any]:
    """A batch of a queue's messages."""
    return {"Records": list(messages)}


def queued(body: str | None, message_id: str = "m-1", *, group: str | None = None, **named: str) -> dict[str, Any]:
    """One message of a queue, of a FIFO queue if it has a group; None leaves the body out."""
    message = {
        "messageId": message_id,
        "receiptHandle": "handle",
        "attributes": {"ApproximateReceiveCount": "1", **({"MessageGroupId": group} if group else {})},
        "messageAttributes": {
            name: {"stringValue": value, "stringListValues": [], "binaryListValues": [], "dataType": "String"}
            for name, value in named.items()
        },
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:eu-west-1:123456789012:requests{'.fifo' if group else ''}",
        "awsRegion": "eu-west-1",
    }
    return message if body is None else {**message, "body": body}


def topic_event(text: str, message_id: str = "s-1", **named: str) -> dict[str, Any]:
    """A message of a topic."""
    sns = {
        "Type": "Notification",
        "MessageId": message_id,
        "TopicArn": "arn:aws:sns:eu-west-1:123456789012:requests",
        "Message": text,
        "MessageAttributes": {name: {"Type": "String", "Value": value} for name, value in named.items()},
    }
    return {"Records": [{"EventSource": "aws:sns", "EventVersion": "1.0", "Sns": sns}]}
