"""Requests that go on while the stack is updated, and what became of them."""

import threading
from collections import Counter
from types import TracebackType
from typing import Self

from demo.ways_in import WaysIn
from sagewire.local import LocalError

_CALLERS = 2
_PAUSE_SECONDS = 0.05


class Traffic:
    """Two callers of the function URL, from the beginning of the block to its end."""

    def __init__(self, ways_in: WaysIn) -> None:
        self.answers: Counter[str] = Counter()
        self.failures: list[str] = []
        self._ways_in = ways_in
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._call) for _ in range(_CALLERS)]

    @property
    def requests(self) -> int:
        """How many were sent."""
        return self.answers.total() + len(self.failures)

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _call(self) -> None:
        while not self._stop.wait(_PAUSE_SECONDS):
            try:
                self.answers[self._ways_in.function_url().model] += 1
            except (LocalError, OSError, ValueError) as error:
                self.failures.append(str(error))
