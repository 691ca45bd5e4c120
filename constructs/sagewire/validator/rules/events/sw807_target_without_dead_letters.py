"""Where EventBridge cannot call the function, because it is throttled for long, or a permission or the function is
gone, the event is dropped, and only a metric tells. What reaches the function, and fails there, Lambda drops in its own
turn: that takes a queue of its own, and is told here where both are missing. Looks at targets that are functions of
inference, but for those of rules that go by the clock alone, whose events come again.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.messages.failures import dropping, keeps_failures
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import event_rule, function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

_KEEP = " Give {function} an OnFailure destination as well."


def _check(graph: Graph) -> Iterator[Fault]:
    for target, called in graph.view(dropping):
        name, keeps = called.resource.logical_id, keeps_failures(graph, called)
        failed, keep = ("", "") if keeps else (", or that it fails on,", _KEEP.format(function=name))
        yield fault(target["DeadLetterConfig"], function=name, failed=failed, keep=keep)


RULE = Rule(
    id="SW807",
    title="rule drops events that it cannot deliver",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html",
    message="no dead-letter queue: events that do not reach {function}{failed} are dropped without notice",
    fix="Give the target a DeadLetterConfig with a standard queue that lets events.amazonaws.com send to it.{keep}",
    check=_check,
    wrong=lambda: template(serverless(), function(), event_rule(target={"DeadLetterConfig": None})),
    right=lambda: template(serverless(), function(), event_rule()),
)
