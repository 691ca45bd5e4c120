"""Ends a synthesis that a validation failed with CDK's report, and without jsii's traceback after it."""

from __future__ import annotations

import sys
from types import TracebackType

# What CDK's error is called, and jsii's after it.
_FAILED = "ValidationFailed: "


def end_without_traceback() -> None:
    """Have Python end with the report, and exit code 1, where a validation of CDK's fails.

    All other exceptions are shown as they were before. To ask twice is as good as once.
    """
    before = sys.excepthook
    if getattr(before, "of_sagewire", False):
        return

    def shown(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if is_failed_validation(error):
            # CDK has printed the report by now, or else it is in this text.
            print(str(error).removeprefix(_FAILED), file=sys.stderr)
        else:
            before(kind, error, trace)

    shown.of_sagewire = True  # type: ignore[attr-defined]
    sys.excepthook = shown


def is_failed_validation(error: BaseException) -> bool:
    """Whether this is what jsii makes of CDK's error that a validation failed."""
    cause = error.__cause__
    from_node = type(cause).__name__ == "JavaScriptError" and type(cause).__module__ == "jsii.errors"
    return type(error) is RuntimeError and from_node and str(error).startswith(_FAILED)
