"""What processes use is read from the processes themselves."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sagewire.local.sagemaker.usage import Meter, of_group
from tests.local.account import eventually

CHILD = (
    "x = bytearray(50_000_000); print('ready', flush=True); print(sum(range(20_000_000))); import time; time.sleep(600)"
)
PARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {CHILD!r}])"


def end(process: "subprocess.Popen[bytes]") -> None:
    """End the process and its child: the group is our own, and not reaped before it is killed."""
    assert os.getpgid(process.pid) == process.pid != os.getpgrp()
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture
def busy() -> "Iterator[subprocess.Popen[bytes]]":
    """A process whose child works and has 50 MB."""
    process = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, process_group=0)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    yield process
    if process.returncode is None:
        end(process)
    process.stdout.close()


def test_a_group_is_its_processes_together(busy: "subprocess.Popen[bytes]") -> None:
    def worked() -> bool:
        used = of_group(busy.pid)
        return used is not None and used.cpu_seconds > 0.1 and used.memory_bytes > 50_000_000

    eventually(worked)


def test_a_group_that_is_gone_uses_nothing(busy: "subprocess.Popen[bytes]") -> None:
    end(busy)
    eventually(lambda: of_group(busy.pid) is None)
    assert Meter(group=busy.pid, disk=Path("/"), seen=time.monotonic()).percent() == {}


def test_it_is_published_until_the_group_has_ended(busy: "subprocess.Popen[bytes]", tmp_path: Path) -> None:
    published: list[dict[str, float]] = []
    periods: list[float] = []

    def ended(period: float) -> bool:
        periods.append(period)
        return len(periods) == 3

    meter = Meter(group=busy.pid, disk=tmp_path, seen=time.monotonic() - 1)
    meter.follow(meter.percent(), published.append, period=60, ended=ended)
    assert periods == [60, 60, 60]
    assert len(published) == 3
    for values in published:
        assert set(values) == {"CPUUtilization", "MemoryUtilization", "DiskUtilization"}
        assert 0 < values["MemoryUtilization"] < 100
        assert 0 < values["DiskUtilization"] <= 100
    assert published[0]["CPUUtilization"] > 0


def test_what_was_read_is_published_although_the_group_has_ended(
    busy: "subprocess.Popen[bytes]", tmp_path: Path
) -> None:
    published: list[dict[str, float]] = []
    meter = Meter(group=busy.pid, disk=tmp_path, seen=time.monotonic() - 1)
    first = meter.percent()
    end(busy)
    eventually(lambda: of_group(busy.pid) is None)
    meter.follow(first, published.append, period=60, ended=lambda _: False)
    assert published == [first]
    assert first["CPUUtilization"] > 0
