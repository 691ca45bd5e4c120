"""SNS delivers messages of a FIFO topic to queues alone. It refuses to subscribe a function to one. Looks at all
subscriptions of the templates.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.way_in import TOPIC
from sagewire.validator.inference import topic_of
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, topic
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for way in graph.ways_in:
        topic = topic_of(way) if way.kind == TOPIC and not way.at.unknown else None
        if topic is not None and topic["FifoTopic"].flag:
            yield fault(way.at, way.function.resource.logical_id, topic=topic.logical_id)


RULE = Rule(
    id="SW829",
    title="function subscribed to a FIFO topic",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/sns/latest/dg/fifo-message-delivery.html",
    message="{found} is subscribed to {topic}, a FIFO topic, which delivers to queues alone",
    fix="Subscribe a queue to the topic and let the function read it, or take a standard topic.",
    check=_check,
    wrong=lambda: template(serverless(), function(), topic(FifoTopic=True)),
    right=lambda: template(serverless(), function(), topic()),
)
