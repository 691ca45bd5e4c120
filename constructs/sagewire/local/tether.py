"""Ties a process to the one that started it: when that one is gone, by whatever signal, this one goes too.

PR_SET_PDEATHSIG would not do: it fires when the *thread* that forked ends, and MiniStack starts functions
from short-lived threads.
"""

import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence

PARENT = "SAGEWIRE_PARENT_PID"
_POLL_SECONDS = 0.5


def tie(parent: int, *, when_gone: Callable[[], None] | None = None) -> None:
    """Watch `parent` from a daemon thread and call `when_gone`, by default killing this process's group."""
    end = when_gone or kill_group
    threading.Thread(target=_watch, args=(parent, end), name="tether", daemon=True).start()


def tie_to_starter() -> None:
    """Lead a process group of our own, tied to the process that the environment names."""
    parent = os.environ.pop(PARENT, "")
    if os.getpgrp() != os.getpid():
        os.setpgid(0, 0)
    if parent:
        tie(int(parent))


def kill_group() -> None:
    """Kill this process and everything in its process group."""
    os.killpg(os.getpgrp(), signal.SIGKILL)


def end_children() -> None:
    """Tell the rest of this process's group to end, as the rest of a container ends with its first process."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.killpg(os.getpgrp(), signal.SIGTERM)


def _watch(parent: int, end: Callable[[], None]) -> None:
    if hasattr(os, "pidfd_open"):
        _wait_for_exit(parent)
    else:
        while os.getppid() == parent:
            time.sleep(_POLL_SECONDS)
    end()


def _wait_for_exit(parent: int) -> None:
    try:
        descriptor = os.pidfd_open(parent)
    except ProcessLookupError:
        return
    # The number may be another process's by now if the parent ended before the descriptor was open.
    if os.getppid() == parent:
        select.select([descriptor], [], [])
    os.close(descriptor)


def main(argv: Sequence[str]) -> int:
    """Run ``-- command...`` tied to our own starter, hand signals on to it, and end with its exit code."""
    tie_to_starter()
    command = subprocess.Popen(argv[argv.index("--") + 1 :])
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda received, _frame: command.send_signal(received))
    code = command.wait()
    end_children()
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main(sys.argv))
