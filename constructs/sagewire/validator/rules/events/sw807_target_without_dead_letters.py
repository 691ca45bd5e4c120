"""Where EventBridge cannot call the function, because it is throttled for long, or a permission or the function is
gone, the event is dropped, and only a metric tells. Looks at targets that are functions of inference, but for those of
rules that go by the clock alone, whose events come again.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.inference import Inference
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import event_rule, function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for target, called in graph.view(Inference).targets:
        if target["DeadLetterConfig"].absent and not target.rule.pattern.absent:
            yield fault(target["DeadLetterConfig"], function=called.resource.logical_id)


RULE = Rule(
    id="SW807",
    title="rule drops events that it cannot deliver",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html",
    message="the target has no dead-letter queue: events that do not reach {function} are dropped without notice",
    fix="Give the target a DeadLetterConfig with a standard queue whose policy lets events.amazonaws.com send to it.",
    check=_check,
    wrong=lambda: template(serverless(), function(), event_rule(target={"DeadLetterConfig": None})),
    right=lambda: template(serverless(), function(), event_rule()),
)
