"""A tethered process ends with the one that started it; as a wrapper it hands on signals and exit codes."""

import os
import signal
import subprocess
import sys

import pytest

from sagewire.local import tether
from tests.local.account import eventually
from tests.local.process import is_running

WRAPPER = [sys.executable, "-m", "sagewire.local.tether", "--"]


def wrapped(code: str, *, stdout: int | None = None) -> subprocess.Popen[str]:
    """Python code under the wrapper, tied to this process."""
    environment = {**os.environ, tether.PARENT: str(os.getpid())}
    return subprocess.Popen([*WRAPPER, sys.executable, "-c", code], env=environment, stdout=stdout, text=True)


@pytest.mark.parametrize("code", [0, 3, 255])
def test_the_wrapper_ends_with_the_exit_code_of_its_command(code: int) -> None:
    assert wrapped(f"raise SystemExit({code})").wait() == code


def test_a_command_that_a_signal_ended_is_told_as_a_shell_does() -> None:
    assert wrapped("import os; os.kill(os.getpid(), 9)").wait() == 128 + signal.SIGKILL


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_wrapper_hands_signals_on(number: signal.Signals) -> None:
    code = f"""
import signal, sys
signal.signal({number.value}, lambda *_: sys.exit(7))
print("ready", flush=True)
signal.pause()
"""
    process = wrapped(code, stdout=subprocess.PIPE)
    assert process.stdout is not None
    with process.stdout as said:
        assert said.readline() == "ready\n"
        process.send_signal(number)
        assert process.wait() == 7


def test_the_command_does_not_see_the_mark_of_the_tether() -> None:
    """Its own children are not tied to a process that is not their parent."""
    assert wrapped(f"import os; raise SystemExit({tether.PARENT!r} in os.environ)").wait() == 0


def test_the_wrapper_leads_a_group_of_its_own_with_its_command_in_it() -> None:
    process = wrapped("import os; print(os.getpgrp(), flush=True)", stdout=subprocess.PIPE)
    assert process.stdout is not None
    with process.stdout as said:
        assert int(said.readline()) == process.pid
    process.wait()


def test_what_the_command_leaves_running_ends_with_it() -> None:
    process = wrapped(
        "import subprocess; print(subprocess.Popen(['sleep', '600']).pid, flush=True)", stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    with process.stdout as said:
        left = int(said.readline())
    assert process.wait() == 0
    eventually(lambda: not is_running(left))


# Starts a tethered process that never ends by itself, says the numbers of its processes, and waits to be killed.
STARTER = """
import os, subprocess, sys, time
environment = {**os.environ, "SAGEWIRE_PARENT_PID": str(os.getpid())}
tethered = subprocess.Popen(sys.argv[1:], env=environment, stdout=subprocess.PIPE, text=True)
print(tethered.pid, tethered.stdout.readline(), flush=True)
time.sleep(600)
"""
SAY_AND_STAY = "import os, time; print(os.getpid(), flush=True); time.sleep(600)"
TIED_ITSELF = f"from sagewire.local import tether; tether.tie_to_starter(); {SAY_AND_STAY}"
TIED_FROM_A_THREAD_THAT_ENDS = f"""
import threading
from sagewire.local import tether
thread = threading.Thread(target=tether.tie_to_starter)
thread.start()
thread.join()
{SAY_AND_STAY}
"""
WITH_A_CHILD = f"""
import subprocess, sys
from sagewire.local import tether
tether.tie_to_starter()
subprocess.run([sys.executable, "-c", {SAY_AND_STAY!r}])
"""


@pytest.mark.parametrize(
    "command",
    [
        [*WRAPPER, sys.executable, "-c", SAY_AND_STAY],
        [sys.executable, "-c", TIED_ITSELF],
        [sys.executable, "-c", TIED_FROM_A_THREAD_THAT_ENDS],
        [sys.executable, "-c", WITH_A_CHILD],
    ],
    ids=["wrapper", "process", "process tied from a thread", "process with a child"],
)
def test_it_ends_with_its_starter_though_that_is_killed(command: list[str]) -> None:
    starter = subprocess.Popen([sys.executable, "-c", STARTER, *command], stdout=subprocess.PIPE, text=True)
    assert starter.stdout is not None
    with starter.stdout as said:
        pids = [int(word) for word in said.readline().split()]
    assert len(pids) == 2
    assert all(is_running(pid) for pid in pids)
    starter.kill()
    starter.wait()
    eventually(lambda: not any(is_running(pid) for pid in pids))


def test_a_starter_that_is_gone_already_ends_it_at_once() -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    environment = {**os.environ, tether.PARENT: str(gone.pid)}
    process = subprocess.Popen([sys.executable, "-c", TIED_ITSELF], env=environment, stdout=subprocess.DEVNULL)
    assert process.wait() == -signal.SIGKILL


def test_what_to_do_at_the_end_can_be_said() -> None:
    code = """
import os, sys, threading
from sagewire.local import tether
gone = threading.Event()
tether.tie(int(sys.argv[1]), when_gone=gone.set)
raise SystemExit(0 if gone.wait(60) else 1)
"""
    gone = subprocess.Popen(["true"])
    gone.wait()
    done = subprocess.run([sys.executable, "-c", code, str(gone.pid)], check=False)
    assert done.returncode == 0
