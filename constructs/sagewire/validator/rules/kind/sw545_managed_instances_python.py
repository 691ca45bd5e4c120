"""Lambda Managed Instances run Python from python3.13 on. CDK and cfn-lint let an older one pass, and Lambda refuses
it.
"""

from collections.abc import Iterator
from typing import Any

from sagewire.limits import MANAGED_INSTANCES_PYTHON
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.serving.runtimes import python_minor
from sagewire.validator.severity import Severity

_PROVIDER = {"CapacityProviderArn": "arn:aws:lambda:us-east-1:111122223333:capacity-provider:workers"}
_MANAGED: dict[str, Any] = {
    "CapacityProviderConfig": {"LambdaManagedInstancesCapacityProviderConfig": _PROVIDER},
    "MemorySize": 4096,
    "endpoint": None,
}


def _check(graph: Graph) -> Iterator[Fault]:
    for managed in graph.functions:
        minor = python_minor(managed)
        if minor is not None and minor < MANAGED_INSTANCES_PYTHON.value and managed.managed_instances:
            yield fault(managed["Runtime"], limit=f"python3.{MANAGED_INSTANCES_PYTHON.value}")


RULE = Rule(
    id="SW545",
    title="Lambda Managed Instances with a Python that is too old",
    severity=Severity.ERROR,
    why=__doc__,
    limit=MANAGED_INSTANCES_PYTHON,
    message="{resource} is for Lambda Managed Instances and runs on {found}; they take {limit} or newer",
    fix="Set Runtime to {limit} or newer, or leave CapacityProviderConfig out.",
    check=_check,
    wrong=lambda: template(function(Runtime="python3.12", **_MANAGED)),
    right=lambda: template(function(Runtime="python3.13", **_MANAGED)),
)
