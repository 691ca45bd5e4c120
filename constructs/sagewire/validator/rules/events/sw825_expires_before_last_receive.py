"""A message that fails stays hidden for the visibility timeout before it is received again. Where all receives
together take longer than the queue keeps messages, a message is dropped before it gets to the dead-letter queue.
Looks at queues of functions that are part of inference.
"""

from collections.abc import Iterator

from sagewire.validator.figures import figure
from sagewire.validator.graph import Graph
from sagewire.validator.inference import Inference
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, mapping, queue
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for read in graph.view(Inference).queues:
        receives, hidden, kept = read.receives.number, read.visibility, read.retention
        if receives is not None and hidden is not None and kept is not None and receives * hidden >= kept:
            at = read.resource["MessageRetentionPeriod"]
            yield fault(
                at, kept, limit=f"{figure(receives * hidden)} s", receives=figure(receives), hidden=figure(hidden)
            )


RULE = Rule(
    id="SW825",
    title="queue drops messages before it gives them up",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
    message="messages are kept for {found} s, but {receives} receives, each hidden for {hidden} s, take {limit}",
    fix="Set MessageRetentionPeriod above {limit}, or maxReceiveCount or VisibilityTimeout to less.",
    check=_check,
    wrong=lambda: template(serverless(), function(), queue(MessageRetentionPeriod=9000), mapping()),
    right=lambda: template(serverless(), function(), queue(MessageRetentionPeriod=9001), mapping()),
)
