"""Durable functions run on Python from python3.13 on. CDK and cfn-lint let an older one pass, and Lambda refuses it."""

from collections.abc import Iterator
from typing import Any

from sagewire.limits import DURABLE_PYTHON
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.serving.runtimes import python_minor
from sagewire.validator.severity import Severity

_DURABLE: dict[str, Any] = {"DurableConfig": {"ExecutionTimeout": 3600, "RetentionPeriodInDays": 14}, "endpoint": None}


def _check(graph: Graph) -> Iterator[Fault]:
    for durable in graph.functions:
        minor = python_minor(durable)
        if minor is not None and minor < DURABLE_PYTHON.value and durable["DurableConfig"].present:
            yield fault(durable["Runtime"], limit=f"python3.{DURABLE_PYTHON.value}")


RULE = Rule(
    id="SW544",
    title="durable function on a Python that is too old",
    severity=Severity.ERROR,
    why=__doc__,
    limit=DURABLE_PYTHON,
    message="{resource} is durable and runs on {found}; durable functions take {limit} or newer",
    fix="Set Runtime to {limit} or newer.",
    check=_check,
    wrong=lambda: template(function(Runtime="python3.12", **_DURABLE)),
    right=lambda: template(function(Runtime="python3.13", **_DURABLE)),
)
