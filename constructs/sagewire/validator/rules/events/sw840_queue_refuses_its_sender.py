"""A queue takes messages of EventBridge, SNS and S3 only if its policy lets them. Without that S3 refuses the
notification, and rules and topics drop each message, so that the function behind the queue has nothing to do. Looks
at queues that functions of inference read, or that hear of an asynchronous endpoint's answers, and says nothing where
code or a nested stack that is not given may add the policy.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.messages.senders import may_send, senders, serves_inference
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template, without
from sagewire.validator.samples.events import topic_to_queue
from sagewire.validator.samples.invoking import function, mapping, queue
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for sender in graph.view(senders):
        if serves_inference(graph, sender) and not sender.failures and not may_send(graph, sender):
            yield fault(sender.at, sender.queue.resource.logical_id, service=f"{sender.service}.amazonaws.com")


RULE = Rule(
    id="SW840",
    title="queue takes no messages of its sender",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html",
    message="no policy of {found} lets {service} send to it",
    fix="Add an AWS::SQS::QueuePolicy that allows {service} sqs:SendMessage, with the sender's ARN as aws:SourceArn.",
    check=_check,
    wrong=lambda: template(serverless(), function(), queue(), mapping(), without(topic_to_queue(), "RequestsPolicy")),
    right=lambda: template(serverless(), function(), queue(), mapping(), topic_to_queue()),
)
