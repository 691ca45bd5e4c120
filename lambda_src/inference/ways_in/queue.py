"""Messages of an SQS queue: each is a request, and those that fail come again while the others are deleted.

The event source mapping reports batch item failures. What no retry can mend is published as failed and comes again
too, so that it reaches the dead-letter queue. Messages of a FIFO queue are inferred in the order of their group.
https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from inference.context import Context
from inference.request import InferenceRequest
from inference.results import Results
from inference.ways_in.event import event_way_in
from inference.ways_in.message import READ, brings_from, message_request, text_attribute
from inference.ways_in.way_in import Batch, WayIn

_SOURCE = "aws:sqs"


def queue_way_in(results: Results) -> WayIn:
    """Each message as an event, but for what it asks."""
    one = event_way_in(results)
    batch = Batch(messages=_messages, line=_line, answer=_answer)
    return replace(one, name="queue", matches=_matches, request_id=_message_id, read=_read, batch=batch)


def _matches(event: Any) -> bool:
    return brings_from(event, "eventSource", _SOURCE)


def _messages(event: Any) -> Sequence[Any]:
    messages: list[Any] = event["Records"]
    return messages


def _line(message: Any) -> str:
    """Its group in a FIFO queue. Groups of standard queues share them out fairly, and say nothing of order."""
    if message.get("eventSourceARN", "").endswith(".fifo"):
        return str(message["attributes"]["MessageGroupId"])
    return _message_id(message)


def _answer(failed: Sequence[Any]) -> dict[str, Any]:
    return {"batchItemFailures": [{"itemIdentifier": _message_id(message)} for message in failed]}


def _message_id(message: Any, _context: Context | None = None) -> str:
    return str(message["messageId"])


def _read(message: Any, request_id: str, _context: Context) -> InferenceRequest:
    return message_request(message.get("body"), _attributes(message), message_id=request_id)


def _attributes(message: Mapping[str, Any]) -> dict[str, str]:
    given = message.get("messageAttributes") or {}
    return {
        name: text_attribute(attribute.get("binaryValue" if binary else "stringValue"), binary=binary)
        for name, attribute in given.items()
        if name in READ
        for binary in ("binaryValue" in attribute,)
    }
