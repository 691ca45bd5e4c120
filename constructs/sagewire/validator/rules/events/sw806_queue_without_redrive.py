"""A message that the function cannot deal with comes back again and again until the queue drops it, days later: each
time it costs an invocation and an inference, and at the end nobody is told. Looks at queues of functions that are
part of inference.
"""

from collections.abc import Iterator

from sagewire.limits import QUEUE_RECEIVES
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
        if read.dead_letters.absent and read.retention is not None:
            yield fault(read.dead_letters, hours=figure(read.retention / 3600))


RULE = Rule(
    id="SW806",
    title="queue without a dead-letter queue",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
    message="a message that fails comes back for {hours} hours, and is dropped then without notice",
    fix=f"Set RedrivePolicy: a dead-letter queue, and a maxReceiveCount of {QUEUE_RECEIVES.minimum} or more.",
    check=_check,
    wrong=lambda: template(serverless(), function(), queue(dead_letters=None), mapping()),
    right=lambda: template(serverless(), function(), queue(), mapping()),
)
