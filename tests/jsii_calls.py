"""Counting what crosses from Python into Node: most of what synthesis costs."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from jsii._kernel.providers.process import _NodeProcess


@contextmanager
def counted_calls() -> Iterator["Counter[str]"]:
    """Count the requests by kind, as `CreateRequest aws-cdk-lib.Stack` or `InvokeRequest addDependency`.

    A counter's `total()` is the number of calls.
    """
    calls: Counter[str] = Counter()
    send = _NodeProcess.send

    def counted(process: _NodeProcess, request: Any, response_type: Any) -> Any:
        calls[_kind(request)] += 1
        return send(process, request, response_type)

    with mock.patch.object(_NodeProcess, "send", counted):
        yield calls


def _kind(request: Any) -> str:
    subject = next((getattr(request, name) for name in ("method", "property", "fqn") if hasattr(request, name)), "")
    return f"{type(request).__name__} {subject}".rstrip()
