"""Whether processes run."""

from pathlib import Path


def is_running(pid: int | str) -> bool:
    """Whether there is such a process, and it is more than an exit code that nobody has asked for."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
