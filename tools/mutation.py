"""Breaks the functions' retry, batch and size logic in many small ways, and counts how many of them a test sees.

mutmut imports what it mutates by the path below `src`, so that it works in a folder with that layout.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "mutants"
# Whole functions stand beside it for the tests that start one in a process of its own, which see no mutant.
LAYOUT = {"src": "lambda_src", **{name: name for name in ("constructs", "lambda_src", "pyproject.toml", "tests")}}
GOAL = 90  # percent
_SEEN = ("killed", "timeout", "segfault", "suspicious")


def main() -> None:
    """Print what survived, and the score; exit with 1 where it is below the goal, or where mutmut failed."""
    _lay_out()
    with (FOLDER / "log").open("w") as log:
        ran = _mutmut("run", stdout=log)
    if ran.returncode:
        sys.exit(f"mutmut failed: {FOLDER / 'log'} says how")
    _mutmut("results")
    _mutmut("export-cicd-stats", stdout=subprocess.DEVNULL)
    counted = json.loads((FOLDER / "mutants" / "mutmut-cicd-stats.json").read_text())
    seen, total = sum(counted[kind] for kind in _SEEN), counted["total"] - counted["skipped"]
    print(f"mutation score: {seen} of {total} = {seen / total:.1%} (goal: {GOAL} %)")
    sys.exit(seen * 100 < GOAL * total)


def _lay_out() -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    for name, given in LAYOUT.items():
        source = ROOT / given
        if source.is_dir():
            shutil.copytree(source, FOLDER / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, FOLDER / name)


def _mutmut(*arguments: str, stdout: IO[str] | int | None = None) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run([sys.executable, "-m", "mutmut", *arguments], cwd=FOLDER, check=False, stdout=stdout)


if __name__ == "__main__":
    main()
