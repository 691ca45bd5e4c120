"""SNS does not try again what the function's side refuses, as when the function or its permission is gone: without a
dead-letter queue of the subscription the message is dropped, and only a metric tells. Looks at subscriptions of
functions that are part of inference.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.way_in import TOPIC
from sagewire.validator.inference import Inference
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, topic
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for way in graph.view(Inference).ways:
        # A subscriber that its topic names itself can have no dead-letter queue, so that there it is absent as well.
        if way.kind == TOPIC and way.resource["RedrivePolicy"].absent:
            inside = way.resource.type == "AWS::SNS::Topic"
            yield fault(way.at if inside else way.resource["RedrivePolicy"], way.function.resource.logical_id)


RULE = Rule(
    id="SW814",
    title="topic drops messages that it cannot deliver",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html",
    message="the subscription of {found} has no dead-letter queue: messages that do not reach it are dropped",
    fix="Give the AWS::SNS::Subscription a RedrivePolicy whose queue lets sns.amazonaws.com send to it.",
    check=_check,
    wrong=lambda: template(serverless(), function(), topic(subscription={"RedrivePolicy": None})),
    right=lambda: template(serverless(), function(), topic()),
)
