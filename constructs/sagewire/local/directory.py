"""The folder that an embedded AWS keeps its state in, and the lock that says one is running there."""

import fcntl
import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sagewire.local import processes
from sagewire.local.errors import LocalError


@dataclass(frozen=True)
class LocalDirectory:
    """`path` is absolute. The server holds the lock as long as it lives, and nobody has to clean that up."""

    path: Path

    @property
    def log(self) -> Path:
        """The server's own output."""
        return self.path / "server.log"

    @property
    def temporary(self) -> Path:
        """The server's TMPDIR."""
        return self.path / "tmp"

    @property
    def _state(self) -> Path:
        return self.path / "server.json"

    def lock(self) -> int | None:
        """An open descriptor that holds the lock, or None while a server does; LocalError if it cannot be made."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self.path / "server.lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise LocalError(f"{self.path} cannot be used ({error.strerror}): choose another directory") from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return descriptor

    def is_live(self) -> bool:
        """Whether a server holds the lock."""
        if not (self.path / "server.lock").exists():
            return False
        descriptor = self.lock()
        if descriptor is None:
            return True
        os.close(descriptor)
        return False

    def write(self, *, pid: int, port: int) -> None:
        """Say which process serves, and where."""
        complete = self._state.with_suffix(".new")
        complete.write_text(json.dumps({"pid": pid, "port": port}) + "\n")
        complete.replace(self._state)

    def read(self) -> tuple[int, int]:
        """The pid and the port of the server; LocalError while there is none."""
        try:
            state = json.loads(self._state.read_text())
        except FileNotFoundError as error:
            raise LocalError(f"the embedded AWS in {self.path} is starting or stopping: try again") from error
        return state["pid"], state["port"]

    def clean(self) -> None:
        """End what a server left running and remove what it left on disk; logs stay."""
        processes.kill_marked(self.path)
        processes.remove(self.temporary)
        with suppress(FileNotFoundError):
            self._state.unlink()


def wait_until(condition: Callable[[], bool], *, seconds: float) -> bool:
    """Whether `condition` came true within `seconds`."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True
