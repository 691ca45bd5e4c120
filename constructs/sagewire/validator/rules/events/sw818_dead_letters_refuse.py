"""EventBridge and SNS put what they could not deliver into a dead-letter queue only if a policy of that queue lets
them. Without one the event is lost after all, and nothing says that it will be. Looks at queues of the templates that
are named as dead-letter queues by rules and subscriptions of functions.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.messages.senders import may_send, senders
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template, without
from sagewire.validator.samples.invoking import event_rule, function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for sender in graph.view(senders):
        if sender.failures and not may_send(graph, sender):
            yield fault(sender.at, sender.queue.resource.logical_id, service=f"{sender.service}.amazonaws.com")


RULE = Rule(
    id="SW818",
    title="dead-letter queue takes nothing from who is to fill it",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html",
    message="no policy of the dead-letter queue {found} lets {service} send to it: what cannot be delivered is lost",
    fix="Add an AWS::SQS::QueuePolicy that allows {service} sqs:SendMessage, with the sender's ARN as aws:SourceArn.",
    check=_check,
    wrong=lambda: template(serverless(), function(), without(event_rule(), "RuleDeadLettersPolicy")),
    right=lambda: template(serverless(), function(), event_rule()),
)
