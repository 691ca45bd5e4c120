"""Lambda calls a function as often at a time as the queues' MaximumConcurrency together allow. Where the function has
fewer executions reserved, it refuses some of these calls: their messages go back to the queue, each time one receive
nearer to the dead-letter queue.
"""

from collections.abc import Iterator

from sagewire.validator.figures import figure
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, mapping, queue
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for reading, mappings in graph.mappings_into.items():
        reserved = reading["ReservedConcurrentExecutions"]
        told = [source["ScalingConfig"]["MaximumConcurrency"].number for source in mappings if source.resource.certain]
        together = sum(most for most in told if most is not None)
        # 0 switches a function off, which SW424 tells of.
        if reserved.number and reserved.number < together:
            yield fault(reserved, limit=f"at least {figure(together)}", together=figure(together))


RULE = Rule(
    id="SW412",
    title="queue calls the function more often than it may run",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html",
    message="ReservedConcurrentExecutions is {found}; its queues may call it {together} times at a time"
    " (MaximumConcurrency)",
    fix="Reserve {together} executions or more, or lower MaximumConcurrency.",
    check=_check,
    wrong=lambda: template(
        serverless(),
        function(ReservedConcurrentExecutions=5),
        queue(),
        mapping(ScalingConfig={"MaximumConcurrency": 6}),
    ),
    right=lambda: template(
        serverless(),
        function(ReservedConcurrentExecutions=5),
        queue(),
        mapping(ScalingConfig={"MaximumConcurrency": 5}),
    ),
)
