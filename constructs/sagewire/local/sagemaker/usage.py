"""What a group of processes uses of this machine, where there is a /proc to tell it."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
# Where the fields of /proc/PID/stat stand behind the name of the program: see proc_pid_stat(5).
_STATE, _GROUP, _RESIDENT_PAGES = 0, 2, 21
_TICKS = slice(11, 15)  # its own and those of the children it has waited for, as user and in the system


@dataclass(frozen=True, kw_only=True)
class Usage:
    """Processor time so far, and memory now."""

    cpu_seconds: float
    memory_bytes: int


def of_group(group: int) -> Usage | None:
    """The usage of a process group; None if there is no process in it, or no /proc."""
    found = [fields for fields in _stats() if int(fields[_GROUP]) == group and fields[_STATE] != "Z"]
    if not found:
        return None
    ticks = sum(int(number) for fields in found for number in fields[_TICKS])
    pages = sum(int(fields[_RESIDENT_PAGES]) for fields in found)
    return Usage(
        cpu_seconds=ticks / os.sysconf("SC_CLK_TCK"),
        memory_bytes=pages * os.sysconf("SC_PAGE_SIZE"),
    )


@dataclass(kw_only=True)
class Meter:
    """Reads the usage of a process group; `seen` is when it was read last, first when the group was started."""

    group: int
    disk: Path
    seen: float
    cpu_seconds: float = 0.0

    def percent(self) -> dict[str, float]:
        """Of one core, so that two busy ones are 200; of memory; of the disk. Nothing if the group has ended."""
        used = of_group(self.group)
        if used is None:
            return {}
        now, disk = time.monotonic(), shutil.disk_usage(self.disk)
        worked = max(0.0, used.cpu_seconds - self.cpu_seconds)  # less when a child has ended and nobody waited for it
        cpu = 100 * worked / (now - self.seen)
        self.seen, self.cpu_seconds = now, used.cpu_seconds
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        return {
            "CPUUtilization": cpu,
            "MemoryUtilization": 100 * used.memory_bytes / memory,
            "DiskUtilization": 100 * disk.used / disk.total,
        }

    def follow(
        self,
        values: dict[str, float],
        publish: Callable[[dict[str, float]], None],
        *,
        period: float,
        ended: Callable[[float], bool],
    ) -> None:
        """Publish the first `values`, and what is used each `period` later; `ended` waits as long, and says whether."""
        while values:
            publish(values)
            if ended(period):
                return
            values = self.percent()


def _stats() -> Iterator[list[str]]:
    for entry in _PROC.glob("[0-9]*"):
        with suppress(OSError):
            yield (entry / "stat").read_text().rpartition(")")[2].split()
