"""Ends a synthesis that a validation failed with CDK's report, and without jsii's traceback after it."""

from __future__ import annotations

import sys
from contextlib import suppress
from types import TracebackType

from jsii._kernel.providers.process import ProcessProvider

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
            # CDK has printed the report by then, or else it is in this text.
            if sys.__dict__.get("last_value") is error and not hasattr(
                sys, "ps1"
            ):  # Python ends, and no prompt follows
                _let_node_end()
            print(str(error).removeprefix(_FAILED), file=sys.stderr)
        else:
            before(kind, error, trace)

    shown.of_sagewire = True  # type: ignore[attr-defined]
    sys.excepthook = shown


def _let_node_end() -> None:
    """Have all shown that Node.js has said: a thread of jsii's passes it on, and is behind where the machine is busy.

    jsii itself does so after this.
    """
    with suppress(Exception):  # it is jsii's own affair how, and only the order of lines hangs on it
        ProcessProvider()._process.stop()  # noqa: SLF001


def is_failed_validation(error: BaseException) -> bool:
    """Whether this is what jsii makes of CDK's error that a validation failed."""
    cause = error.__cause__
    from_node = type(cause).__name__ == "JavaScriptError" and type(cause).__module__ == "jsii.errors"
    return type(error) is RuntimeError and from_node and str(error).startswith(_FAILED)
