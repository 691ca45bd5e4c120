"""Lambda's context object, as far as it is used here.

https://docs.aws.amazon.com/lambda/latest/dg/python-context.html
"""

import time
from collections.abc import Callable
from typing import Any, Protocol


class Context(Protocol):
    """Of one invocation."""

    aws_request_id: str
    client_context: Any  # None, or an object with `custom`, of callers who sent one

    def get_remaining_time_in_millis(self) -> int:
        """Until Lambda ends the function."""
        ...


def deadline(remaining: Callable[[], int]) -> float:
    """When Lambda ends the function, by time.monotonic()."""
    return time.monotonic() + remaining() / 1000
