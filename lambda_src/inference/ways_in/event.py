"""EventBridge events: the detail is the JSON request, the result another event.

What no retry can mend is published as failed and raised too, so that it reaches the dead-letter queue.
Everything else is only raised, and Lambda sends the event again. It does that with the first sort as well, so
a failure may be published several times, each time with the same request id.
"""

from typing import Any, NoReturn

from inference.context import Context
from inference.errors import InferenceError
from inference.log import InvocationRecord
from inference.request import InferenceRequest, json_body, named_request
from inference.response import InferenceResponse
from inference.results import Results
from inference.ways_in.way_in import WayIn


def event_way_in(results: Results) -> WayIn:
    """Events of any source."""

    def answer(response: InferenceResponse, record: InvocationRecord) -> None:
        results.succeeded(response, record)

    def fail(error: InferenceError, record: InvocationRecord) -> NoReturn:
        results.failed(error, record)
        raise error.for_lambda() from None

    return WayIn(
        name="event",
        matches=is_event,
        request_id=_request_id,
        read=_read,
        answer=answer,
        fail=fail,
    )


def is_event(event: Any) -> bool:
    """Whether this is an EventBridge event."""
    return isinstance(event, dict) and {"id", "source", "detail-type", "detail"} <= event.keys()


def _request_id(event: Any, _context: Context) -> str:
    return str(event["id"])


def _read(event: Any, request_id: str, _context: Context) -> InferenceRequest:
    return named_request(json_body(event["detail"]), {}, request_id=request_id, key=request_id)
