"""Runs mutmut over some files in a folder of their own, and counts what the tests saw.

mutmut imports what it mutates by the path below `src`, so that it works in a folder with that layout, which has a
pyproject.toml of its own.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "mutants"
_SEEN = ("killed", "timeout", "segfault", "suspicious")
_STATISTICS = "mutants/mutmut-cicd-stats.json"


@dataclass(frozen=True, kw_only=True)
class Target:
    """What is broken, and the tests that must see it.

    source: the folder that is `src`. files: those below it that are mutated. tests: for pytest, from the root.
    layout: other folders that the tests need, by the name that they have there.
    """

    name: str
    source: str
    files: Sequence[str]
    tests: Sequence[str]
    confcutdir: str
    layout: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Score:
    """How many mutants there were, how many of them a test saw, and which of them none did."""

    name: str
    seen: int
    total: int
    survivors: Sequence[str]


def score(target: Target) -> Score:
    """Break the files of a target.

    Raises:
        RuntimeError: If mutmut fails, as it does where a test fails without any mutant.
    """
    folder = FOLDER / target.name
    _lay_out(target, folder)
    ran = _mutmut(folder, "run")
    if ran.returncode:
        raise RuntimeError(f"mutmut failed on {target.name}:\n{ran.stdout[-2000:]}{ran.stderr[-2000:]}")
    results = _mutmut(folder, "results").stdout.splitlines()
    _mutmut(folder, "export-cicd-stats")
    counted = json.loads((folder / _STATISTICS).read_text())
    return Score(
        name=target.name,
        seen=sum(counted[kind] for kind in _SEEN),
        total=counted["total"] - counted["skipped"],
        survivors=[line.strip() for line in results if line.strip()],
    )


def _lay_out(target: Target, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, given in {"src": target.source, "tests": "tests", **target.layout}.items():
        shutil.copytree(ROOT / given, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "pyproject.toml").write_text(_settings(target))


def _settings(target: Target) -> str:
    """What mutmut and pytest read, as TOML: JSON's lists and texts are TOML's."""
    paths = [".", "src", *target.layout]
    mutmut = {
        "source_paths": ["src"],
        "only_mutate": [f"src/{file}" for file in target.files],
        "also_copy": list(target.layout),
        "pytest_add_cli_args": [f"--confcutdir={target.confcutdir}", "-p", "no:cacheprovider"],
        "pytest_add_cli_args_test_selection": list(target.tests),
        "use_git_change_detection": False,
    }
    lines = [f"{name} = {json.dumps(value)}" for name, value in mutmut.items()]
    options = [f"pythonpath = {json.dumps(paths)}", 'addopts = ["--import-mode=importlib"]']
    return "\n".join(["[tool.mutmut]", *lines, "", "[tool.pytest.ini_options]", *options, ""])


def _mutmut(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "mutmut", *arguments]
    return subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
