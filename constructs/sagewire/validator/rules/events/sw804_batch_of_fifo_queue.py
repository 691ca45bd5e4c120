"""Of a FIFO queue Lambda takes ten messages at a time and no more; it refuses an event source that asks for a larger
batch. Looks at every function that reads a FIFO queue.
"""

from collections.abc import Iterator

from sagewire.limits import SQS_BATCH_AT_ONCE
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.events import fifo_queue
from sagewire.validator.samples.invoking import function, mapping
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for read in graph.mappings:
        if read.fifo and read.batch is not None and read.batch > SQS_BATCH_AT_ONCE.value:
            yield fault(read["BatchSize"], read.batch)


RULE = Rule(
    id="SW804",
    title="batch of more than ten messages of a FIFO queue",
    severity=Severity.ERROR,
    why=__doc__,
    limit=SQS_BATCH_AT_ONCE,
    message="{found} messages in a batch; of a FIFO queue Lambda takes {limit} at most",
    fix=f"Set BatchSize to {SQS_BATCH_AT_ONCE.value} or less, or take a standard queue if the order does not matter.",
    check=_check,
    wrong=lambda: template(serverless(), function(), fifo_queue(), mapping(BatchSize=11)),
    right=lambda: template(serverless(), function(), fifo_queue(), mapping(BatchSize=10)),
)
