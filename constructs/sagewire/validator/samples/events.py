"""More that triggers functions, and where its failures go, sound as it is."""

from collections.abc import Mapping
from typing import Any

from sagewire.validator.samples import Resources, after, att, ref, resource, sub
from sagewire.validator.samples.invoking import dead_letters as queue_for_failures
from sagewire.validator.samples.invoking import event_rule, failures, grant, let_send, permission, queue

_KEPT = 1_209_600


def queue_and_dead_letters(dead_letters: Mapping[str, Any], **changes: Any) -> Resources:
    """The queue `Requests` and its dead-letter queue. dead_letters: what is otherwise of that."""
    properties = {"MessageRetentionPeriod": _KEPT}
    return {**queue(**changes), **resource("DeadLetters", "AWS::SQS::Queue", properties, dead_letters)}


def fifo_queue(*, dead_letters: Mapping[str, Any] | None = None, **changes: Any) -> Resources:
    """The queue `Requests`, which keeps the order of its messages. dead_letters: what is otherwise of that queue."""
    return queue_and_dead_letters({"FifoQueue": True, **(dead_letters or {})}, **{"FifoQueue": True, **changes})


def schedule(
    *, target: Mapping[str, Any] | None = None, action: str = "lambda:InvokeFunction", **changes: Any
) -> Resources:
    """A schedule that calls the function, by a role of its own. action: what the role may do with the function."""
    calls = {
        "Arn": att("Function", "Arn"),
        "RoleArn": att("ScheduleRole", "Arn"),
        "RetryPolicy": {"MaximumEventAgeInSeconds": 3600, "MaximumRetryAttempts": 10},
        "DeadLetterConfig": {"Arn": att("ScheduleDeadLetters", "Arn")},
        **(target or {}),
    }
    properties = {
        "ScheduleExpression": "rate(1 hour)",
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "Target": {name: value for name, value in calls.items() if value is not None},
    }
    return {
        **resource("Schedule", "AWS::Scheduler::Schedule", properties, changes),
        **_schedule_role(action),
        **resource("ScheduleDeadLetters", "AWS::SQS::Queue", {"MessageRetentionPeriod": _KEPT}, {}),
        **failures(),
    }


def _schedule_role(action: str) -> Resources:
    own = {"StringEquals": {"aws:SourceAccount": ref("AWS::AccountId")}}
    principal = {"Service": "scheduler.amazonaws.com"}
    trust = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole", "Condition": own}
    statements = [
        {"Effect": "Allow", "Action": action, "Resource": att("Function", "Arn")},
        {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": att("ScheduleDeadLetters", "Arn")},
    ]
    document = {"Version": "2012-10-17", "Statement": statements}
    properties = {
        "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]},
        "Policies": [{"PolicyName": "Call", "PolicyDocument": document}],
    }
    return resource("ScheduleRole", "AWS::IAM::Role", properties, {})


def bucket(*, prefix: str | None = "requests/", suffix: str | None = None) -> Resources:
    """A bucket that calls the function for each new object, and the permission to; its name is `inference-objects`."""
    given = {"prefix": prefix, "suffix": suffix}
    rules = [{"Name": name, "Value": value} for name, value in given.items() if value is not None]
    notification = {
        "Event": "s3:ObjectCreated:*",
        "Function": att("Function", "Arn"),
        **({"Filter": {"S3Key": {"Rules": rules}}} if rules else {}),
    }
    properties = {
        "BucketName": "inference-objects",
        "NotificationConfiguration": {"LambdaConfigurations": [notification]},
    }
    arn = sub("arn:${AWS::Partition}:s3:::inference-objects")
    return {
        **after(resource("Bucket", "AWS::S3::Bucket", properties, {}), "BucketPermission"),
        **permission("s3.amazonaws.com", arn, id="BucketPermission", SourceAccount=ref("AWS::AccountId")),
        **failures(),
    }


def stream(**changes: Any) -> Resources:
    """A stream that the function reads: a record that it fails on does not hold up those behind it."""
    properties = {
        "EventSourceArn": att("Stream", "Arn"),
        "FunctionName": ref("Function"),
        "StartingPosition": "LATEST",
        "BisectBatchOnFunctionError": True,
        "MaximumRetryAttempts": 5,
        "FunctionResponseTypes": ["ReportBatchItemFailures"],
        "DestinationConfig": {"OnFailure": {"Destination": att("Failures", "Arn")}},
    }
    return {
        **resource("Stream", "AWS::Kinesis::Stream", {"ShardCount": 1}, {}),
        **resource("Mapping", "AWS::Lambda::EventSourceMapping", properties, changes),
        **grant("MayReadStream", ["kinesis:Describe*", "kinesis:Get*", "kinesis:List*"], att("Stream", "Arn")),
        **failures(),
    }


def topic_to_queue() -> Resources:
    """A topic whose messages go to the queue `Requests`."""
    properties = {"Protocol": "sqs", "TopicArn": ref("Topic"), "Endpoint": att("Requests", "Arn")}
    return {
        **resource("Topic", "AWS::SNS::Topic", {}, {}),
        **resource("Subscription", "AWS::SNS::Subscription", properties, {}),
        **let_send("Requests", "sns.amazonaws.com", ref("Topic")),
    }


def rule_to_queue(*, group: str | None = None) -> Resources:
    """A rule whose events go to the queue `Requests`. group: the message group that they are of."""
    parameters = {"SqsParameters": {"MessageGroupId": group}} if group else {}
    properties = {
        "EventPattern": {"source": ["pages"], "account": [ref("AWS::AccountId")]},
        "Targets": [{"Id": "Requests", "Arn": att("Requests", "Arn"), **parameters}],
    }
    return {
        **resource("Rule", "AWS::Events::Rule", properties, {}),
        **let_send("Requests", "events.amazonaws.com", att("Rule", "Arn")),
    }


def bucket_to_queue() -> Resources:
    """A bucket that tells the queue `Requests` of each new object; its name is `inference-objects`."""
    told = [{"Event": "s3:ObjectCreated:*", "Queue": att("Requests", "Arn")}]
    properties = {"BucketName": "inference-objects", "NotificationConfiguration": {"QueueConfigurations": told}}
    return {
        **after(resource("Bucket", "AWS::S3::Bucket", properties, {}), "RequestsPolicy"),
        **let_send("Requests", "s3.amazonaws.com", sub("arn:${AWS::Partition}:s3:::inference-objects")),
    }


def fifo_failures() -> Resources:
    """The rule, and a FIFO queue for what the function fails on: Lambda sends nothing there."""
    kept = {"MessageRetentionPeriod": _KEPT, "FifoQueue": True}
    return {**event_rule(), **resource("Failures", "AWS::SQS::Queue", kept, {})}


def fifo_rule_dead_letters() -> Resources:
    """The rule, whose dead-letter queue is made a FIFO queue: EventBridge refuses that."""
    kept = queue_for_failures("RuleDeadLetters", "events.amazonaws.com", att("Rule", "Arn"), FifoQueue=True)
    return {**event_rule(), **kept}


def open_bus() -> Resources:
    """Lets another account put events on the default bus."""
    statement = {
        "Sid": "Partner",
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
        "Action": "events:PutEvents",
        "Resource": sub("arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/default"),
    }
    return resource("BusPolicy", "AWS::Events::EventBusPolicy", {"StatementId": "Partner", "Statement": statement}, {})


def target_group() -> Resources:
    """A target group of a load balancer, and the permission to call the function."""
    targets = {"Name": "ranking", "TargetType": "lambda", "Targets": [{"Id": att("Function", "Arn")}]}
    arn = "arn:${AWS::Partition}:elasticloadbalancing:${AWS::Region}:${AWS::AccountId}:targetgroup/ranking/*"
    return {
        **resource("Targets", "AWS::ElasticLoadBalancingV2::TargetGroup", targets, {}),
        **permission("elasticloadbalancing.amazonaws.com", sub(arn), id="TargetPermission"),
    }
