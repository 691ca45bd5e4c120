"""A FIFO queue takes a message only with the group that it belongs to. EventBridge refuses a rule with such a target
that does not say which. Looks at all rules of the templates.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.event_rule import Target
from sagewire.validator.inference import Inference
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.events import fifo_queue, rule_to_queue
from sagewire.validator.samples.invoking import function, mapping
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for rule in graph.view(Inference).rules:
        for target in rule.targets:
            group = target["SqsParameters"]["MessageGroupId"]
            if group.absent and _is_fifo(target):
                named = target.queue.resource.logical_id if target.queue else target["Arn"].shown
                yield fault(group, queue=named)


def _is_fifo(target: Target) -> bool:
    if target.queue is not None:
        return target.queue.fifo is True
    arn = target["Arn"].pattern or ""
    return ":sqs:" in arn and arn.endswith(".fifo")


RULE = Rule(
    id="SW855",
    title="rule sends to a FIFO queue without a message group",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_SqsParameters.html",
    message="{queue} is a FIFO queue, and the target names no message group: EventBridge refuses the rule",
    fix="Set SqsParameters.MessageGroupId of the target, or take a standard queue if the order does not matter.",
    check=_check,
    wrong=lambda: template(
        serverless(), function(), fifo_queue(ContentBasedDeduplication=True), mapping(), rule_to_queue()
    ),
    right=lambda: template(
        serverless(), function(), fifo_queue(ContentBasedDeduplication=True), mapping(), rule_to_queue(group="pages")
    ),
)
