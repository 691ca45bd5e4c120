"""Messages of an SNS topic: as EventBridge events, but for what they ask.

https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
"""

from dataclasses import replace
from typing import Any

from inference.context import Context
from inference.errors import BadRequest
from inference.request import InferenceRequest
from inference.results import Results
from inference.ways_in.event import event_way_in
from inference.ways_in.message import READ, brings_from, message_request, text_attribute
from inference.ways_in.way_in import WayIn

_SOURCE = "aws:sns"


def topic_way_in(results: Results) -> WayIn:
    """Messages of any topic."""
    return replace(event_way_in(results), name="topic", matches=_matches, request_id=_message_id, read=_read)


def _matches(event: Any) -> bool:
    return brings_from(event, "EventSource", _SOURCE)


def _message_id(event: Any, _context: Context) -> str:
    return str(event["Records"][0]["Sns"]["MessageId"])


def _read(event: Any, request_id: str, _context: Context) -> InferenceRequest:
    if len(event["Records"]) > 1:
        raise BadRequest(f"the event has {len(event['Records'])} records: SNS sends one at a time, send each by itself")
    message = event["Records"][0]["Sns"]
    given = message.get("MessageAttributes") or {}
    attributes = {
        name: text_attribute(attribute.get("Value"), binary=attribute.get("Type") == "Binary")
        for name, attribute in given.items()
        if name in READ
    }
    return message_request(message.get("Message"), attributes, message_id=request_id)
