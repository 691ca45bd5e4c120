"""Way in: an EventBridge rule invokes the function, with retries and a dead-letter queue on both legs."""

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from sagewire.making import make


def event_rule(
    scope: Construct,
    id: str,
    *,
    function: lambda_.IFunction,
    pattern: events.EventPattern,
    bus: events.IEventBus | None,
    dead_letters: sqs.IQueue,
    max_event_age: Duration,
) -> events.Rule:
    """A rule on the bus (the account's default one where None) whose events the function receives."""
    target = targets.LambdaFunction(function, dead_letter_queue=dead_letters, max_event_age=max_event_age)
    return make(events.Rule, scope, id, event_bus=bus, event_pattern=pattern, targets=[target])


def object_created(bucket: s3.IBucket, prefix: str) -> events.EventPattern:
    """The pattern of an object that appears below a prefix of a bucket that sends its events to EventBridge."""
    detail: dict[str, object] = {"bucket": {"name": [bucket.bucket_name]}}
    if prefix:
        detail["object"] = {"key": [{"prefix": prefix}]}
    return events.EventPattern(source=["aws.s3"], detail_type=["Object Created"], detail=detail)
