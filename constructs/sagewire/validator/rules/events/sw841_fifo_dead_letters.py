"""EventBridge puts what it could not deliver into standard queues alone, and refuses a target whose dead-letter queue
is a FIFO queue. Looks at all rules of the templates.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.inference import Inference
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.events import fifo_rule_dead_letters
from sagewire.validator.samples.invoking import event_rule, function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for rule in graph.view(Inference).rules:
        for target in rule.targets:
            at = target["DeadLetterConfig"]["Arn"]
            queue = None if at.unknown else graph.queue_behind(at)
            if queue is not None and queue.fifo:
                yield fault(at, queue.resource.logical_id)


RULE = Rule(
    id="SW841",
    title="dead-letter queue of a rule is a FIFO queue",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html",
    message="{found} is a FIFO queue; EventBridge takes standard queues alone for what it could not deliver",
    fix="Name a standard queue.",
    check=_check,
    wrong=lambda: template(serverless(), function(), fifo_rule_dead_letters()),
    right=lambda: template(serverless(), function(), event_rule()),
)
