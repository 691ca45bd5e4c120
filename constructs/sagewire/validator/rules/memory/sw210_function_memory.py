"""CloudFormation's schema, CDK and cfn-lint let a function have 32,768 MB of memory, which only Lambda Managed
Instances give. Lambda refuses it for any other function.
"""

from collections.abc import Iterator

from sagewire.limits import LAMBDA_MEMORY
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for given in graph.functions:
        memory = given["MemorySize"]
        if given.managed_instances is False and memory.number is not None and memory.number > LAMBDA_MEMORY.value:
            yield fault(memory)


RULE = Rule(
    id="SW210",
    title="function has more memory than Lambda gives",
    severity=Severity.ERROR,
    why=__doc__,
    limit=LAMBDA_MEMORY,
    message="{found} MiB of memory; a function has {limit} at most, unless it runs on Lambda Managed Instances",
    fix="Set {limit} or less, or run the function on a capacity provider.",
    check=_check,
    wrong=lambda: template(function(endpoint=None, MemorySize=20_000)),
    right=lambda: template(function(endpoint=None, MemorySize=10_240)),
)
