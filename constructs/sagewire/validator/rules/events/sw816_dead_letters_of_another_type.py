"""SQS moves messages only between queues of one type: the dead-letter queue of a FIFO queue is one too, and that of a
standard queue is not. It refuses a queue that is set up otherwise. Looks at all queues of the templates.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.events import fifo_queue
from sagewire.validator.samples.invoking import function, mapping
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

_TYPE = {True: "FIFO", False: "standard"}


def _check(graph: Graph) -> Iterator[Fault]:
    for source in graph.queues:
        target = source.dead_letter_queue
        if target is None or source.fifo is None or target.fifo is None:
            continue
        if source.fifo != target.fifo:
            at, name = source.dead_letters["deadLetterTargetArn"], target.resource.logical_id
            yield fault(at, name, limit=f"{_TYPE[source.fifo]} queue", type=_TYPE[target.fifo])


RULE = Rule(
    id="SW816",
    title="dead-letter queue of another type than its source",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html",
    message="the dead-letter queue {found} is a {type} queue; that of {resource} has to be a {limit}",
    fix="Set FifoQueue on both queues, or on neither.",
    check=_check,
    wrong=lambda: template(serverless(), function(), fifo_queue(dead_letters={"FifoQueue": None}), mapping()),
    right=lambda: template(serverless(), function(), fifo_queue(), mapping()),
)
