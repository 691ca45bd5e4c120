"""`python -m tools.compliance` writes docs/compliance.md."""

import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.libraries import BASELINE, LIBRARIES, ROOT, Library
from benchmarks.workspace import workspace
from tools.compliance import checkov, comparison
from tools.compliance.page import page

_TARGET = ROOT / "docs" / "compliance.md"
_OURS = LIBRARIES["sagewire"]
_EXPLAINED = replace(_OURS, title="sagewire, with acknowledge_findings", module="with_sagewire_explained")
_PEERS = [library for name, library in LIBRARIES.items() if name != BASELINE and library is not _OURS]
_COMPARED = [_OURS, _EXPLAINED, *_PEERS]


def main() -> None:
    """Judge all of them, and write the page."""
    with workspace() as folder:
        findings = {library.title: comparison.findings(library, folder) for library in _COMPARED}
    text = page(datetime.now(tz=UTC).date().isoformat(), _versions(), findings, _OURS.title)
    _TARGET.write_text(text)
    print(_TARGET.relative_to(Path.cwd()))


def _versions() -> dict[str, str]:
    versions = {library.title: _version(library.python, library.distribution) for library in (_OURS, *_PEERS)}
    checkers = {"cdk-nag": _version(_OURS.python, "cdk-nag"), "checkov": _version(checkov.PYTHON, "checkov")}
    return {**versions, "aws-cdk-lib, of all of them": _cdk(_COMPARED), **checkers}


def _cdk(libraries: list[Library]) -> str:
    (version,) = {_version(library.python, "aws-cdk-lib") for library in libraries}
    return version


def _version(python: Path, distribution: str) -> str:
    code = f"from importlib.metadata import version; print(version({distribution!r}))"
    return subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    main()
