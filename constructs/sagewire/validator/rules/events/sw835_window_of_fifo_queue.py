"""Lambda gathers messages over time of standard queues alone; it refuses a batching window for a FIFO queue. Looks at
every function that reads a FIFO queue.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.events import fifo_queue
from sagewire.validator.samples.invoking import function, mapping
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for read in graph.mappings:
        if read.fifo and read.window:
            yield fault(read["MaximumBatchingWindowInSeconds"], read.window)


RULE = Rule(
    id="SW835",
    title="batching window of a FIFO queue",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html",
    message="a batching window of {found} s; Lambda has none for FIFO queues",
    fix="Leave MaximumBatchingWindowInSeconds out, or take a standard queue if the order does not matter.",
    check=_check,
    wrong=lambda: template(
        serverless(), function(), fifo_queue(VisibilityTimeout=1801), mapping(MaximumBatchingWindowInSeconds=1)
    ),
    right=lambda: template(serverless(), function(), fifo_queue(VisibilityTimeout=1801), mapping()),
)
