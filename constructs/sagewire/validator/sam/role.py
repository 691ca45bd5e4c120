"""The roles that SAM makes, with the policies that they have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sagewire.validator.sam.settled import ELSEWHERE, resource
from sagewire.validator.sam.topic import by_queue

_BASIC = "service-role/AWSLambdaBasicExecutionRole"
_IN_VPC = "service-role/AWSLambdaVPCAccessExecutionRole"
_OF_QUEUES = "service-role/AWSLambdaSQSQueueExecutionRole"
# AWS's policy by which Lambda reads what an event names.
_READING = {
    "DynamoDB": "service-role/AWSLambdaDynamoDBExecutionRole",
    "Kinesis": "service-role/AWSLambdaKinesisExecutionRole",
    "MQ": "service-role/AWSLambdaAMQExecutionRole",
    "MSK": "service-role/AWSLambdaMSKExecutionRole",
    "SQS": _OF_QUEUES,
}
# SAM knows where each of AWS's policies lies. These lie in no folder.
_IN_NO_FOLDER = frozenset(
    {
        "AdministratorAccess",
        "AmazonS3FullAccess",
        "AmazonS3ReadOnlyAccess",
        "AmazonSageMakerFullAccess",
        "AmazonSageMakerReadOnly",
        "AmazonSNSFullAccess",
        "AmazonSQSFullAccess",
        "PowerUserAccess",
    }
)
# What sends a function's failures, and results, where: by the kind that the template names.
_SENDING = {
    "EventBridge": "events:PutEvents",
    "Lambda": "lambda:InvokeFunction",
    "S3Bucket": "s3:PutObject",
    "SNS": "sns:Publish",
    "SQS": "sqs:SendMessage",
}


def role_of_function(properties: Mapping[str, Any]) -> Mapping[str, Any]:
    """The role of a function that names none."""
    events = properties.get("Events")
    told = [event for event in events.values() if isinstance(event, dict)] if isinstance(events, dict) else []
    managed = [_BASIC, *filter(None, map(_reads, told)), *([_IN_VPC] if "VpcConfig" in properties else [])]
    sent = [*_sent(properties), *(to for event in told for to in _destinations(event.get("Properties")))]
    trust = properties.get("AssumeRolePolicyDocument", _trusting("lambda.amazonaws.com"))
    return _role(trust, properties.get("Policies", []), managed=managed, sent=sent)


def role_of_machine(properties: Mapping[str, Any]) -> Mapping[str, Any]:
    """The role of a state machine that names none."""
    return _role(_trusting("states.amazonaws.com"), properties.get("Policies", []))


def _trusting(service: str) -> Mapping[str, Any]:
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}}
    return {"Statement": [trust]}


def _role(trust: Any, policies: Any, *, managed: Iterable[str] = (), sent: Iterable[Any] = ()) -> Mapping[str, Any]:
    """Of the policies, those of AWS's, and those that are written out, are known."""
    listed = policies if isinstance(policies, list) else [policies]
    named = [_arn_of(policy) for policy in listed if isinstance(policy, str)]
    written = [policy if "Statement" in policy else None for policy in listed if isinstance(policy, dict)]
    inline = [ELSEWHERE if policy is None else {"PolicyDocument": policy} for policy in written]
    properties = {
        "AssumeRolePolicyDocument": trust,
        "ManagedPolicyArns": [*map(_of_aws, dict.fromkeys(managed)), *named],
        "Policies": [*inline, *sent],
    }
    return resource("AWS::IAM::Role", properties)


def _arn_of(policy: str) -> Any:
    if ":" in policy:
        return policy
    return _of_aws(policy) if policy in _IN_NO_FOLDER else ELSEWHERE


def _of_aws(name: str) -> Mapping[str, Any]:
    return {"Fn::Sub": "arn:${AWS::Partition}:iam::aws:policy/" + name}


def _reads(event: Mapping[str, Any]) -> str | None:
    kind, said = event.get("Type"), event.get("Properties")
    if not isinstance(kind, str):
        return None
    return _OF_QUEUES if isinstance(said, dict) and by_queue(kind, said) else _READING.get(kind)


def _sent(properties: Mapping[str, Any]) -> Iterator[Any]:
    """The policies by which Lambda sends what a function could not do, and what it did."""
    letters = properties.get("DeadLetterQueue")
    if isinstance(letters, dict):
        yield _may_send(letters, "TargetArn")
    yield from _destinations(properties.get("EventInvokeConfig"))


def _destinations(said: Any) -> Iterator[Any]:
    destinations = said.get("DestinationConfig") if isinstance(said, dict) else None
    for where in destinations.values() if isinstance(destinations, dict) else ():
        if isinstance(where, dict):
            yield _may_send(where, "Destination")


def _may_send(where: Mapping[str, Any], named_by: str) -> Any:
    kind = where.get("Type")
    if not isinstance(kind, str) or kind not in _SENDING:
        return ELSEWHERE
    statement = {"Effect": "Allow", "Action": _SENDING[kind], "Resource": where.get(named_by, ELSEWHERE)}
    return {"PolicyDocument": {"Statement": [statement]}}
