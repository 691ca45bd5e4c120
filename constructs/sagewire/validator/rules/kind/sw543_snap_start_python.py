"""Lambda takes snapshots of Python from python3.12 on, and refuses SnapStart on what is older."""

from collections.abc import Iterator
from typing import Any

from sagewire.limits import SNAP_START_PYTHON
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.serving.runtimes import python_minor, snap_start
from sagewire.validator.severity import Severity

_SNAP: dict[str, Any] = {"SnapStart": {"ApplyOn": "PublishedVersions"}, "endpoint": None}


def _check(graph: Graph) -> Iterator[Fault]:
    for started in graph.functions:
        minor = python_minor(started)
        if minor is not None and minor < SNAP_START_PYTHON.value and snap_start(started):
            yield fault(started["Runtime"], limit=f"python3.{SNAP_START_PYTHON.value}")


RULE = Rule(
    id="SW543",
    title="SnapStart on a Python that is too old",
    severity=Severity.ERROR,
    why=__doc__,
    limit=SNAP_START_PYTHON,
    message="{resource} has SnapStart and runs on {found}; it takes {limit} or newer",
    fix="Set Runtime to {limit} or newer, or leave SnapStart out.",
    check=_check,
    wrong=lambda: template(function(Runtime="python3.11", **_SNAP)),
    right=lambda: template(function(Runtime="python3.12", **_SNAP)),
)
