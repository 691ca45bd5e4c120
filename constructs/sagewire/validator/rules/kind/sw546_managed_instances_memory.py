"""Each vCPU of Lambda Managed Instances comes with 2 GiB of memory at least. Texts about them, though none of AWS's
that we read, call that the least memory of a function as well, and the schema takes 128 MiB.
"""

from collections.abc import Iterator
from typing import Any

from sagewire.limits import MANAGED_INSTANCES_LEAST_MEMORY
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.severity import Severity

_PROVIDER = {"CapacityProviderArn": "arn:aws:lambda:us-east-1:111122223333:capacity-provider:workers"}
_MANAGED: dict[str, Any] = {
    "CapacityProviderConfig": {"LambdaManagedInstancesCapacityProviderConfig": _PROVIDER},
    "endpoint": None,
}


def _check(graph: Graph) -> Iterator[Fault]:
    for managed in graph.functions:
        memory = managed.memory
        if managed.managed_instances and memory is not None and memory < MANAGED_INSTANCES_LEAST_MEMORY.value:
            yield fault(managed["MemorySize"], memory)


RULE = Rule(
    id="SW546",
    title="too little memory for Lambda Managed Instances",
    severity=Severity.WARNING,
    why=__doc__,
    limit=MANAGED_INSTANCES_LEAST_MEMORY,
    message="{resource} has {found} MiB; on Lambda Managed Instances {limit} is the least",
    fix="Set MemorySize to {limit} or more, or leave CapacityProviderConfig out.",
    check=_check,
    wrong=lambda: template(function(MemorySize=2047, **_MANAGED)),
    right=lambda: template(function(MemorySize=2048, **_MANAGED)),
)
