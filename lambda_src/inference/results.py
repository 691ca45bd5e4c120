"""What whoever waits for a result is told, and where: events on a bus, messages in a queue, or both."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Protocol

from inference.context import deadline
from inference.errors import InferenceError, ResultNotPublished, Retry
from inference.events import ResultBus
from inference.log import InvocationRecord
from inference.response import InferenceResponse
from inference.result_queue import ResultQueue
from inference.settings import RESULT_BUS, RESULT_QUEUE, ResultSettings

_END_RESERVE = 0.2  # seconds, kept to tell Lambda how it ended
SUCCEEDED = "Inference Succeeded"
FAILED = "Inference Failed"


class Destination(Protocol):
    """A bus or a queue."""

    def publish(self, detail_type: str, detail: Mapping[str, Any], *, deadline: float) -> None:
        """Delivers one result before the deadline, by time.monotonic(); raises ResultTooLarge or ResultNotPublished."""
        ...


@dataclass(frozen=True, kw_only=True)
class Results:
    """All destinations of a function's results, which may be none."""

    destinations: tuple[Destination, ...] = ()

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "Results":
        """Those that the environment names; raises SettingsError."""
        bus = (ResultBus.of(ResultSettings.read(environment)),) if environment.get(RESULT_BUS.name) else ()
        url = RESULT_QUEUE.read_if_set(environment)
        return cls(destinations=(*bus, *((ResultQueue.of(url),) if url else ())))

    @classmethod
    def read_at_least_one(cls, environment: Mapping[str, str]) -> "Results":
        """As `read`, for a function that has nothing else to do."""
        if not environment.get(RESULT_QUEUE.name):
            RESULT_BUS.read(environment)
        return cls.read(environment)

    def publish(self, detail_type: str, detail: Mapping[str, Any], *, remaining: Callable[[], int]) -> None:
        """Delivers to each; after an error the later ones get nothing, and all of them again when it is repeated.

        Args:
            detail_type: what kind of event it is.
            detail: what it tells.
            remaining: milliseconds, until Lambda ends the function.

        Raises:
            ResultTooLarge: a destination does not take so much.
            ResultNotPublished: it cannot be delivered, or not so early that the function can still answer.
        """
        for destination in self.destinations:
            until = deadline(remaining) - _END_RESERVE
            if time.monotonic() >= until:
                raise ResultNotPublished(detail="the function has no time left to publish the result")
            destination.publish(detail_type, detail, deadline=until)

    def succeeded(self, response: InferenceResponse, record: InvocationRecord) -> None:
        """Publishes a result; that of a receipt is published when it comes (publish_result)."""
        if response.status == HTTPStatus.ACCEPTED:
            return
        told = {"result": response.as_json(), "invokedProductionVariant": response.variant, **_camel(response.told)}
        self.publish(SUCCEEDED, _common(record, response.status) | told, remaining=record.remaining)

    def failed(self, error: InferenceError, record: InvocationRecord) -> None:
        """Publishes what no retry can mend; for everything else whoever sent the request tries again."""
        if error.retry is Retry.NEVER:
            told = {"error": {"code": error.code, "message": str(error)}, **error.told_partial()}
            self.publish(FAILED, _common(record, error.status) | told, remaining=record.remaining)


def _camel(told: Mapping[str, str]) -> dict[str, str]:
    return {name[0].lower() + name[1:]: value for name, value in told.items()}


def _common(record: InvocationRecord, status: int) -> dict[str, Any]:
    correlation = {"correlationId": record.correlation_id} if record.correlation_id else {}
    return {
        "endpointName": record.endpoint,
        "requestId": record.request_id,
        **correlation,
        "status": status,
        "milliseconds": record.milliseconds,
    }
