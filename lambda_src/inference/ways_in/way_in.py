"""A way in: how to tell its events, what they ask, and how the caller learns of the answer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from inference.context import Context
from inference.errors import InferenceError
from inference.log import InvocationRecord
from inference.request import InferenceRequest
from inference.response import InferenceResponse


@dataclass(frozen=True, kw_only=True)
class WayIn:
    """One row of an invoker's table of ways in; the first that matches an event takes it."""

    name: str
    matches: Callable[[Any], bool]
    request_id: Callable[[Any, Context], str]
    read: Callable[[Any, str, Context], InferenceRequest]  # the event and its request id
    answer: Callable[[InferenceResponse, InvocationRecord], Any]
    fail: Callable[[InferenceError, InvocationRecord], Any]  # answers the caller, or raises
