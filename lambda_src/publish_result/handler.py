"""Publishes what an asynchronous endpoint tells its SNS topics as results: events, messages of a queue, or both.

Delivery is at least once: when one record of several fails, the others are published all the same, and again
when Lambda repeats the invocation. Repeated events have the same inference id.
"""

import os
import time
from typing import Any

from inference.context import Context
from inference.errors import InferenceError
from inference.log import level, write_line
from inference.results import Results
from publish_result.notification import NotificationError, result_event

RESULTS = Results.read_at_least_one(os.environ)


class NotificationsNotPublished(Exception):  # noqa: N818 (Lambda's errorType)
    """Some records could not be published; the message says why, record by record."""


def handler(event: Any, context: Context) -> None:
    """Lambda's entry point."""
    started = time.monotonic()
    records = event["Records"]
    failures = [failure for record in records if (failure := _publish(record, context))]
    write_line(
        level(500 if failures else 200),
        {
            "requestId": context.aws_request_id,
            "wayIn": "notification",
            "status": 500 if failures else 200,
            "code": NotificationsNotPublished.__name__ if failures else None,
            "detail": "; ".join(failures) or None,
            "published": len(records) - len(failures),
            "failed": len(failures),
            "milliseconds": round((time.monotonic() - started) * 1000),
        },
    )
    if failures:
        raise NotificationsNotPublished(f"{len(failures)} of {len(records)}: {'; '.join(failures)}")


def _publish(record: Any, context: Context) -> str | None:
    """Why the record could not be published, or None when it was."""
    try:
        RESULTS.publish(*result_event(record), remaining=context.get_remaining_time_in_millis)
    except NotificationError as error:
        return str(error)
    except InferenceError as error:
        return f"{error.code}: {error.detail or error}"
    return None
