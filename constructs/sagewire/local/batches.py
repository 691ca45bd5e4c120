"""Gathers what comes in singly, and hands it on together, from a thread of its own."""

import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextvars import copy_context
from typing import Generic, TypeVar

T = TypeVar("T")

_MOST = 500


class Batches(Generic[T]):
    """`send` gets what was put within `seconds` of the first; it must not raise."""

    def __init__(self, send: Callable[[list[T]], None], *, name: str, seconds: float) -> None:
        """Start the thread, in the context of its maker."""
        self._send = send
        self._seconds = seconds
        self._waiting: queue.SimpleQueue[T | None] = queue.SimpleQueue()
        run = copy_context().run
        self._thread = threading.Thread(target=run, args=(self._run,), name=name, daemon=True)
        self._thread.start()

    def put(self, item: T) -> None:
        """Hand something in; this does not wait."""
        self._waiting.put(item)

    def end(self) -> None:
        """Nothing more will come: the thread sends what is there, and ends."""
        self._waiting.put(None)

    def join(self, seconds: float) -> bool:
        """Wait for that end, but no longer than `seconds`: whether it has come."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (first := self._waiting.get()) is not None:
            batch = [first, *self._more()]
            self._send(batch)

    def _more(self) -> Iterator[T]:
        end = time.monotonic() + self._seconds
        for _ in range(_MOST):
            try:
                item = self._waiting.get(timeout=max(0.0, end - time.monotonic()))
            except queue.Empty:
                return
            if item is None:
                self._waiting.put(None)  # for `_run`
                return
            yield item
