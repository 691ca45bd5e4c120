"""S3 checks whether it may call a function when the bucket is told to: without a permission of the function it
refuses the notification, and with it the bucket. A permission on the function does not count where an alias or a
version of it is notified, nor the other way round. Looks at buckets and functions of the templates, and says nothing
where code or a nested stack that is not given may add the permission.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.way_in import BUCKET, WayIn
from sagewire.validator.permissions.callers import may_call
from sagewire.validator.permissions.qualifiers import called_as
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template, without
from sagewire.validator.samples.events import bucket
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity
from sagewire.validator.template import Resource


def _check(graph: Graph) -> Iterator[Fault]:
    for way in graph.ways_in:
        certain = way.kind == BUCKET and not way.at.unknown
        if certain and not may_call(graph, way.function, "s3", _bucket(way), at=way.at):
            bucket = (_bucket(way) or way.resource).logical_id
            yield fault(way.at, called_as(way.function, way.at), bucket=bucket)


def _bucket(way: WayIn) -> Resource | None:
    return way.resource if way.resource.type == "AWS::S3::Bucket" else way.resource["BucketName"].reference


RULE = Rule(
    id="SW822",
    title="bucket may not call the function that it notifies",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html",
    message="no permission lets S3 call {found} for the notifications of {bucket}",
    fix="Add an AWS::Lambda::Permission for s3.amazonaws.com on {found}, and let the bucket depend on it.",
    check=_check,
    wrong=lambda: template(serverless(), function(), without(bucket(), "BucketPermission")),
    right=lambda: template(serverless(), function(), bucket()),
)
