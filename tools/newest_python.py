"""Prints the newest Python installed, on the PATH or by pyenv, where it is newer than the one that runs this."""

import shutil
import subprocess
import sys
from pathlib import Path

_MINORS = range(20, sys.version_info.minor, -1)


def main() -> None:
    """Print its path, or nothing."""
    for minor in _MINORS:
        for python in _candidates(minor):
            if _runs(python, minor):
                print(python)
                return


def _candidates(minor: int) -> list[str]:
    name = f"python3.{minor}"
    by_pyenv = sorted(Path.home().glob(f".pyenv/versions/3.{minor}.*/bin/{name}"), reverse=True)
    return [*filter(None, [shutil.which(name)]), *map(str, by_pyenv)]


def _runs(python: str, minor: int) -> bool:
    """Whether it starts: pyenv leaves a stand-in on the PATH for a version that is not switched on."""
    code = f"import sys; sys.exit(sys.version_info[:2] != (3, {minor}))"
    return subprocess.run([python, "-c", code], capture_output=True, check=False).returncode == 0


if __name__ == "__main__":
    main()
