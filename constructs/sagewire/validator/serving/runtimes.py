"""What a function says about its runtime."""

from __future__ import annotations

import re

from sagewire.validator.graph.function import Function

_PYTHON = re.compile(r"python3\.(\d+)")


def python_minor(function: Function) -> int | None:
    """The 12 of a managed python3.12; None for any other runtime, for an image, or where it is not known."""
    named = _PYTHON.fullmatch(function["Runtime"].text or "")
    return int(named[1]) if named else None


def snap_start(function: Function) -> bool:
    """Whether its published versions certainly start from a snapshot."""
    return function["SnapStart"]["ApplyOn"].text == "PublishedVersions"
