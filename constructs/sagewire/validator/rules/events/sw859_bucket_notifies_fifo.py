"""S3 tells standard queues and standard topics of a bucket's events, and refuses a notification for a FIFO queue or a
FIFO topic. By way of EventBridge a FIFO queue can be told. Looks at all buckets of the templates.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.names import BUCKET, TOPIC
from sagewire.validator.messages.senders import senders
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.events import bucket_to_queue, fifo_queue
from sagewire.validator.samples.invoking import function, mapping, queue
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity
from sagewire.validator.value import Value

# Where a topic stands: CDK sets notifications by a custom resource.
_TOPICS = {BUCKET: "Topic", "Custom::S3BucketNotifications": "TopicArn"}


def _check(graph: Graph) -> Iterator[Fault]:
    for sender in graph.view(senders):
        if sender.service == "s3" and sender.queue.fifo:
            yield fault(sender.at, sender.queue.resource.logical_id, kind="queue")
    for at in _topics(graph):
        topic = None if at.unknown else graph.resource_behind(at, TOPIC)
        if topic is not None and topic["FifoTopic"].flag:
            yield fault(at, topic.logical_id, kind="topic")


def _topics(graph: Graph) -> Iterator[Value]:
    for kind, name in _TOPICS.items():
        for made in graph.of_type(kind):
            yield from (one[name] for one in made["NotificationConfiguration"]["TopicConfigurations"].elements)


RULE = Rule(
    id="SW859",
    title="bucket notifies a FIFO queue or topic",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html",
    message="{found} is a FIFO {kind}, which S3 does not notify: it refuses the notification",
    fix="Take a standard {kind}, or let EventBridge send the bucket's events to a FIFO queue.",
    check=_check,
    wrong=lambda: template(serverless(), function(), fifo_queue(), mapping(), bucket_to_queue()),
    right=lambda: template(serverless(), function(), queue(), mapping(), bucket_to_queue()),
)
