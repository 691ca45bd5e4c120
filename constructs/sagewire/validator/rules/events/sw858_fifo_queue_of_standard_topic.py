"""SNS delivers to a FIFO queue only what was published to a FIFO topic, and refuses to subscribe such a queue to a
standard topic. The other way round is fine. Looks at all subscriptions of the templates.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.names import TOPIC
from sagewire.validator.messages.senders import senders
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.events import fifo_queue, topic_to_queue
from sagewire.validator.samples.invoking import function, mapping, queue
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity
from sagewire.validator.template import Resource


def _check(graph: Graph) -> Iterator[Fault]:
    for sender in graph.view(senders):
        topic = sender.source
        if topic and _is_standard(topic) and sender.queue.fifo and not sender.failures:
            yield fault(sender.at, sender.queue.resource.logical_id, topic=topic.logical_id)


def _is_standard(topic: Resource) -> bool:
    switch = topic["FifoTopic"]
    return topic.type == TOPIC and (switch.absent or switch.flag is False)


RULE = Rule(
    id="SW858",
    title="FIFO queue subscribed to a standard topic",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/sns/latest/dg/fifo-message-delivery.html",
    message="{found} is a FIFO queue; SNS refuses to subscribe it to {topic}, a standard topic",
    fix="Make {topic} a FIFO topic, or take a standard queue.",
    check=_check,
    wrong=lambda: template(serverless(), function(), fifo_queue(), mapping(), topic_to_queue()),
    right=lambda: template(serverless(), function(), queue(), mapping(), topic_to_queue()),
)
