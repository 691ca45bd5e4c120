"""What a container prints: into the file that its user reads, and into CloudWatch Logs."""

import os
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sagewire.local.sagemaker.log_delivery import LogDelivery

_CHUNK = 64 * 1024
_LONGEST_LINE = 1024 * 1024
_TAIL_LINES = 500
_DRAIN_SECONDS = 0.5


class ContainerOutput:
    """A pipe that is read as fast as it is written, so that no container waits for its log."""

    def __init__(self, file: Path, *, delivery: LogDelivery | None = None) -> None:
        """The file is appended to: the next container of the same variant goes on in it."""
        self._file = file
        self._delivery = delivery
        self._tail: deque[bytes] = deque(maxlen=_TAIL_LINES)
        self._drained = threading.Event()

    @contextmanager
    def writer(self) -> Iterator[int]:
        """The descriptor that a process gets as its output; reading begins when the process has its own copy."""
        read_end, write_end = os.pipe()
        try:
            yield write_end
        finally:
            os.close(write_end)
            threading.Thread(target=self._drain, args=(read_end,), name="container-output", daemon=True).start()

    def tail(self) -> list[str]:
        """The last lines so far that say something."""
        return [line.decode(errors="replace").strip() for line in tuple(self._tail) if line.strip()]

    def close(self) -> None:
        """Wait until everything has been read and delivered; a process that holds on to the pipe is not waited for."""
        self.wait(_DRAIN_SECONDS)
        if self._delivery is not None:
            self._delivery.end()
            self._delivery.flush()

    def wait(self, seconds: float) -> bool:
        """Wait until the container has said its last word: whether it has."""
        return self._drained.wait(seconds)

    def _drain(self, read_end: int) -> None:
        rest = b""
        with self._file.open("ab", buffering=0) as file:
            while chunk := os.read(read_end, _CHUNK):
                file.write(chunk)
                *lines, rest = (rest + chunk).split(b"\n")
                self._keep(lines)
                if len(rest) > _LONGEST_LINE:
                    self._keep([rest])
                    rest = b""
        os.close(read_end)
        self._keep([rest])
        self._drained.set()
        if self._delivery is not None:
            self._delivery.end()

    def _keep(self, lines: list[bytes]) -> None:
        self._tail.extend(lines)
        if self._delivery is not None:
            for line in lines:
                self._delivery.put(line.rstrip(b"\r"))
