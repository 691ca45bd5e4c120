"""A way in: how to tell its events, what they ask, and how the caller learns of the answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from inference.context import Context
from inference.errors import InferenceError
from inference.log import InvocationRecord
from inference.request import InferenceRequest
from inference.response import InferenceResponse


@dataclass(frozen=True, kw_only=True)
class Batch:
    """How an event holds several messages, each of which is a request of its own."""

    messages: Callable[[Any], Sequence[Any]]
    line: Callable[[Any], str]  # messages in one line are inferred one after the other, in their order
    answer: Callable[[Sequence[Any]], Any]  # what tells Lambda which messages are to come again


@dataclass(frozen=True, kw_only=True)
class WayIn:
    """One row of an invoker's table of ways in; the first that matches an event takes it."""

    name: str
    matches: Callable[[Any], bool]
    request_id: Callable[[Any, Context], str]
    read: Callable[[Any, str, Context], InferenceRequest]  # the event and its request id
    answer: Callable[[InferenceResponse, InvocationRecord], Any]
    fail: Callable[[InferenceError, InvocationRecord], Any]  # answers the caller, or raises
    batch: Batch | None = None  # where there is one, all but `matches` is about one message of it
