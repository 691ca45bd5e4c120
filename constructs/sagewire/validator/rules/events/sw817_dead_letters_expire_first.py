"""A message keeps the time at which it was first sent when a standard queue moves it to its dead-letter queue. If
that keeps messages for a shorter time, one that has waited in a backlog is gone as soon as it is moved. Looks at
queues of functions that are part of inference; a FIFO queue starts the time anew.
"""

from collections.abc import Iterator

from sagewire.limits import SQS_RETENTION
from sagewire.validator.figures import figure
from sagewire.validator.graph import Graph
from sagewire.validator.inference import Inference
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.events import queue_and_dead_letters
from sagewire.validator.samples.invoking import function, mapping, queue
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for source in graph.view(Inference).queues:
        target = source.dead_letter_queue
        if target is None or source.fifo is not False or source.retention is None or target.retention is None:
            continue
        if target.retention < source.retention:
            at = target.resource["MessageRetentionPeriod"]
            yield fault(at, target.retention, limit=f"{figure(source.retention)} s", source=source.resource.logical_id)


RULE = Rule(
    id="SW817",
    title="dead-letter queue drops messages before its source would",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
    message="kept for {found} s, counted from the first send; {source} keeps its messages for {limit}",
    fix=f"Set MessageRetentionPeriod above that of {{source}}: {SQS_RETENTION.value} s, the most, leaves time to look.",
    check=_check,
    wrong=lambda: template(
        serverless(), function(), queue_and_dead_letters({"MessageRetentionPeriod": 86_400}), mapping()
    ),
    right=lambda: template(serverless(), function(), queue(), mapping()),
)
