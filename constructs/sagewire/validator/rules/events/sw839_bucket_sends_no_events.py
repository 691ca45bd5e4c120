"""S3 sends a bucket's events to EventBridge only if the bucket says so. A rule that waits for its new objects is
otherwise never triggered, and nothing fails. Looks at rules of functions that are part of inference, for buckets of
the templates.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.event_rule import EventRule
from sagewire.validator.inference import Inference
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import ref, resource, template
from sagewire.validator.samples.invoking import event_rule, function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity
from sagewire.validator.template import Resource


def _check(graph: Graph) -> Iterator[Fault]:
    told = {one["BucketName"].reference for one in graph.of_type("Custom::S3BucketNotifications")}
    for rule in graph.view(Inference).matching:
        for bucket in _buckets(rule):
            switch = bucket["NotificationConfiguration"]["EventBridgeConfiguration"]
            if bucket not in told and (switch.absent or switch["EventBridgeEnabled"].flag is False):
                yield fault(switch, rule=rule.resource.logical_id)


def _buckets(rule: EventRule) -> Iterator[Resource]:
    """The buckets whose events a rule asks S3 for; those that CloudTrail tells of need no switch."""
    if "aws.s3" in rule.sources and any(name.startswith("Object ") for name in rule.detail_types):
        for name in rule.pattern["detail"]["bucket"]["name"].elements:
            if name.reference is not None and name.reference.type == "AWS::S3::Bucket":
                yield name.reference


_UPLOADED = event_rule(
    pattern={
        "source": ["aws.s3"],
        "detail-type": ["Object Created"],
        "detail": {"bucket": {"name": [ref("Bucket")]}},
    }
)


def _bucket(**notified: object) -> dict[str, object]:
    properties = {"NotificationConfiguration": notified} if notified else {}
    return template(serverless(), function(), _UPLOADED, resource("Bucket", "AWS::S3::Bucket", properties, {}))


RULE = Rule(
    id="SW839",
    title="bucket sends no events to EventBridge",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-event-notifications-eventbridge.html",
    message="{resource} does not send its events to EventBridge, and {rule} waits for them",
    fix="Set NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled of the bucket to true.",
    check=_check,
    wrong=_bucket,
    right=lambda: _bucket(EventBridgeConfiguration={"EventBridgeEnabled": True}),
)
