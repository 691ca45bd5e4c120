"""EventBridge events: the detail is the JSON request, the result another event.

What no retry can mend is published as failed and raised too, so that it reaches the dead-letter queue.
Everything else is only raised, and Lambda sends the event again. It does that with the first sort as well, so
a failure may be published several times, each time with the same request id.
"""

from http import HTTPStatus
from typing import Any, NoReturn

from inference.context import Context
from inference.errors import InferenceError, Retry
from inference.events import FAILED, SUCCEEDED, ResultBus
from inference.log import InvocationRecord
from inference.request import InferenceRequest, json_request
from inference.response import InferenceResponse
from inference.ways_in.way_in import WayIn


def event_way_in(bus: ResultBus | None) -> WayIn:
    """Events of any source; their results go to `bus`, if there is one."""

    def answer(response: InferenceResponse, record: InvocationRecord) -> None:
        if bus:
            _publish_success(bus, response, record)

    def fail(error: InferenceError, record: InvocationRecord) -> NoReturn:
        if bus and error.retry is Retry.NEVER:
            _publish_failure(bus, error, record)
        raise error

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


def _read(event: Any, request_id: str) -> InferenceRequest:
    return json_request(event["detail"], request_id=request_id)


def _publish_success(bus: ResultBus, response: InferenceResponse, record: InvocationRecord) -> None:
    """Publishes a result; that of a receipt is published when it comes (publish_result)."""
    if response.status == HTTPStatus.ACCEPTED:
        return
    told = {"result": response.as_json(), "invokedProductionVariant": response.variant}
    bus.publish(SUCCEEDED, _common(record, response.status) | told)


def _publish_failure(bus: ResultBus, error: InferenceError, record: InvocationRecord) -> None:
    told = {"error": {"code": error.code, "message": str(error)}}
    bus.publish(FAILED, _common(record, error.status) | told)


def _common(record: InvocationRecord, status: int) -> dict[str, Any]:
    return {
        "endpointName": record.endpoint,
        "requestId": record.request_id,
        "status": status,
        "milliseconds": record.milliseconds,
    }
