"""More than ten messages come together only over time: a larger batch needs a batching window of a second at least,
and without one Lambda refuses the event source. CDK's typed event source says so; its raw one, and other tools, do
not. Looks at every function that reads a standard queue.
"""

from collections.abc import Iterator

from sagewire.limits import SQS_BATCH_AT_ONCE
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, mapping, queue
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for read in graph.mappings:
        batch, window = read.batch, read.window
        if read.fifo is not False or batch is None or window is None:
            continue
        if batch > SQS_BATCH_AT_ONCE.value and window < 1:
            yield fault(read["BatchSize"], batch)


RULE = Rule(
    id="SW803",
    title="batch of more than ten messages without a batching window",
    severity=Severity.ERROR,
    why=__doc__,
    limit=SQS_BATCH_AT_ONCE,
    message="{found} messages in a batch; without a batching window Lambda takes {limit} at most",
    fix=f"Set MaximumBatchingWindowInSeconds to 1 or more, or BatchSize to {SQS_BATCH_AT_ONCE.value} or less.",
    check=_check,
    wrong=lambda: template(serverless(), function(), queue(), mapping(BatchSize=11)),
    right=lambda: template(
        serverless(),
        function(),
        queue(VisibilityTimeout=1801),
        mapping(BatchSize=11, MaximumBatchingWindowInSeconds=1),
    ),
)
