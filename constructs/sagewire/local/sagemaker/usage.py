"""What a group of processes uses of this machine, where there is a /proc to tell it."""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
# Where the fields of /proc/PID/stat stand behind the name of the program: see proc_pid_stat(5).
_GROUP, _USER_TICKS, _SYSTEM_TICKS, _RESIDENT_PAGES = 2, 11, 12, 21


@dataclass(frozen=True, kw_only=True)
class Usage:
    """Processor time so far, and memory now."""

    cpu_seconds: float
    memory_bytes: int


def of_group(group: int) -> Usage | None:
    """The usage of a process group; None if there is no process in it, or no /proc."""
    found = [fields for fields in _stats() if int(fields[_GROUP]) == group]
    if not found:
        return None
    ticks = sum(int(fields[_USER_TICKS]) + int(fields[_SYSTEM_TICKS]) for fields in found)
    pages = sum(int(fields[_RESIDENT_PAGES]) for fields in found)
    return Usage(
        cpu_seconds=ticks / os.sysconf("SC_CLK_TCK"),
        memory_bytes=pages * os.sysconf("SC_PAGE_SIZE"),
    )


def machine_memory() -> int:
    """The bytes of memory that this machine has."""
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def _stats() -> Iterator[list[str]]:
    for entry in _PROC.glob("[0-9]*"):
        with suppress(OSError):
            yield (entry / "stat").read_text().rpartition(")")[2].split()
