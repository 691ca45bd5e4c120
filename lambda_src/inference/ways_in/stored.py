"""S3's "Object Created" events: the new object is the request to an asynchronous endpoint, with no copy made.

EventBridge brings the key as it is, only S3's own notifications URL-encode it: decoding would spoil a key
that has `+` or `%` in it. https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
"""

from dataclasses import replace
from typing import Any

from inference.context import Context
from inference.request import InferenceRequest
from inference.results import Results
from inference.suffix import content_type_of
from inference.ways_in.event import event_way_in, is_event
from inference.ways_in.way_in import WayIn


def stored_way_in(results: Results) -> WayIn:
    """As any event, but for what it asks."""
    return replace(event_way_in(results), name="object", matches=_matches, read=_read)


def _matches(event: Any) -> bool:
    return is_event(event) and (event["source"], event["detail-type"]) == ("aws.s3", "Object Created")


def _read(event: Any, request_id: str, _context: Context) -> InferenceRequest:
    bucket, stored = event["detail"]["bucket"]["name"], event["detail"]["object"]
    return InferenceRequest(
        id=request_id,
        content_type=content_type_of(stored["key"]),
        size=stored["size"],
        input_location=f"s3://{bucket}/{stored['key']}",
        idempotency_key=request_id,
    )
