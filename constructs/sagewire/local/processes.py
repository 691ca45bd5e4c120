"""The processes of one embedded AWS, found by the mark in their environment."""

import os
import shutil
import signal
import time
from contextlib import suppress
from pathlib import Path

MARK = "SAGEWIRE_LOCAL_DIRECTORY"
_PROC = Path("/proc")


def marked(directory: Path) -> list[int]:
    """Process ids that carry the mark of `directory`; none where there is no /proc."""
    mark = f"{MARK}={directory}".encode()
    found = []
    for entry in _PROC.glob("[0-9]*"):
        with suppress(OSError):
            if mark in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
    return [pid for pid in found if pid != os.getpid()]


def kill_marked(directory: Path) -> None:
    """Kill what is left of an embedded AWS, until nothing is."""
    while pids := [pid for pid in marked(directory) if not _is_zombie(pid)]:
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.01)


def remove(folder: Path) -> None:
    """Remove a folder that a dying process may still be writing to."""
    shutil.rmtree(folder, ignore_errors=True)


def _is_zombie(pid: int) -> bool:
    try:
        return (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True
