"""S3 checks at once whether it may call the function, or send to the queue, that a bucket is to notify. CloudFormation
makes at once what does not refer to one another: a bucket that does not wait for the permission, or for the queue's
policy, may come first, and the first deployment rolls back.
"""

from collections.abc import Iterator, Sequence

from sagewire.validator.graph import Graph
from sagewire.validator.graph import way_in as ways
from sagewire.validator.graph.names import BUCKET
from sagewire.validator.inference import Inference
from sagewire.validator.messages.senders import policies_for, senders
from sagewire.validator.order import waits_for
from sagewire.validator.permissions.callers import permissions_for
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import after, template
from sagewire.validator.samples.events import bucket
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity
from sagewire.validator.template import Resource
from sagewire.validator.value import Value


def _check(graph: Graph) -> Iterator[Fault]:
    for notified, needed in _notified(graph):
        made = notified.owner
        if made.type == BUCKET and needed and not any(_before(made, one) for one in needed):
            yield fault(notified, needed[0].logical_id, bucket=made.logical_id)


def _notified(graph: Graph) -> Iterator[tuple[Value, Sequence[Resource] | None]]:
    """Where buckets name what they notify, and what lets them: any one of these is enough."""
    for way in graph.ways_in:
        if way.kind == ways.BUCKET and not way.at.unknown:
            yield way.at, permissions_for(graph, way.function, "s3", way.at.owner, at=way.at)
    read = set(graph.view(Inference).queues)
    for sender in graph.view(senders):
        if sender.service == "s3" and sender.queue in read:
            yield sender.at, policies_for(graph, sender)


def _before(made: Resource, needed: Resource) -> bool:
    """Whether what is needed may be there before the bucket is made: of another stack it is not known."""
    return needed.template is not made.template or waits_for(made, needed)


RULE = Rule(
    id="SW845",
    title="bucket does not wait for its permission",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-notificationconfiguration.html",
    message="{bucket} does not wait for {found}; S3 refuses its notifications where that comes later",
    fix="Add DependsOn: {found} to {bucket}; {found} cannot refer to {bucket} then, but to its fixed name.",
    check=_check,
    wrong=lambda: template(serverless(), function(), after(bucket())),
    right=lambda: template(serverless(), function(), bucket()),
)
