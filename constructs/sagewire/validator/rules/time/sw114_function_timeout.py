"""Lambda runs a function for 15 minutes at most; only on Lambda Managed Instances may it be 90. The schema of
CloudFormation allows both, and so does CDK, so that AWS refuses the function when it is deployed.
"""

from collections.abc import Iterator

from sagewire.limits import LAMBDA_TIMEOUT
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for asked in graph.functions:
        timeout = asked.timeout
        if timeout is not None and timeout > LAMBDA_TIMEOUT.value and asked.managed_instances is False:
            yield fault(asked["Timeout"], timeout)


RULE = Rule(
    id="SW114",
    title="function timeout is longer than Lambda runs a function",
    severity=Severity.ERROR,
    why=__doc__,
    limit=LAMBDA_TIMEOUT,
    message="timeout is {found} s; Lambda runs a function for {limit} at most, unless it has a capacity provider",
    fix="Set the timeout to {limit} or less; for longer work take an asynchronous endpoint, or a state machine.",
    check=_check,
    wrong=lambda: template(serverless(), function(Timeout=1000)),
    right=lambda: template(serverless(), function(Timeout=900)),
)
