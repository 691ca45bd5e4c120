"""The small pieces of CloudFormation that the sound template is put together from."""

from collections.abc import Mapping, Sequence
from typing import Any

Json = dict[str, Any]

VERSION = "2012-10-17"


def ref(logical_id: str) -> Json:
    return {"Ref": logical_id}


def att(logical_id: str, attribute: str = "Arn") -> Json:
    return {"Fn::GetAtt": [logical_id, attribute]}


def sub(text: str) -> Json:
    return {"Fn::Sub": text}


def resource(type: str, *, keep: bool = False, depends_on: Sequence[str] = (), **properties: Any) -> Json:
    """One resource; `keep` leaves what it holds behind when the stack goes."""
    policies = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"} if keep else {}
    dependencies = {"DependsOn": list(depends_on)} if depends_on else {}
    return {"Type": type, **policies, **dependencies, "Properties": properties}


def allow(
    actions: str | Sequence[str], resources: Any, *, conditions: Mapping[str, Any] | None = None, **more: Any
) -> Json:
    condition = {"Condition": dict(conditions)} if conditions else {}
    named = actions if isinstance(actions, str) else list(actions)
    return {"Effect": "Allow", **more, "Action": named, "Resource": resources, **condition}


def document(*statements: Json) -> Json:
    return {"Version": VERSION, "Statement": list(statements)}


def role(service: str, *statements: Json, conditions: Mapping[str, Any] | None = None) -> Json:
    """A role that one service takes on."""
    trust: Json = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    if conditions:
        trust["Condition"] = dict(conditions)
    return resource(
        "AWS::IAM::Role",
        AssumeRolePolicyDocument=document(trust),
        Policies=[{"PolicyName": "own", "PolicyDocument": document(*statements)}],
    )


def sagemaker_role(*statements: Json) -> Json:
    """A role that SageMaker takes on, in the name of this account alone."""
    own = {"StringEquals": {"aws:SourceAccount": ref("AWS::AccountId")}}
    return role("sagemaker.amazonaws.com", *statements, conditions=own)


def function(
    name: str, *, code: Sequence[str], timeout: int, environment: Mapping[str, Any], grants: Sequence[Json], **more: Any
) -> Json:
    """A function, its role and its log, by logical id."""
    logs = allow(["logs:CreateLogStream", "logs:PutLogEvents"], att(f"{name}Log"))
    made = resource(
        "AWS::Lambda::Function",
        Runtime="python3.13",
        Architectures=["arm64"],
        Handler="index.handler",
        Code={"ZipFile": "\n".join(code) + "\n"},
        Role=att(f"{name}Role"),
        Timeout=timeout,
        MemorySize=512,
        Environment={"Variables": dict(environment)},
        LoggingConfig={"LogGroup": ref(f"{name}Log"), "LogFormat": "JSON"},
        **more,
    )
    return {
        name: made,
        f"{name}Role": role("lambda.amazonaws.com", logs, *grants),
        f"{name}Log": resource("AWS::Logs::LogGroup", RetentionInDays=30),
    }


def queue(visibility: int = 60, *, dead_letters: str | None = None, **more: Any) -> Json:
    """A queue that SQS encrypts; one without dead letters keeps its messages for fourteen days."""
    if dead_letters is None:
        return resource("AWS::SQS::Queue", SqsManagedSseEnabled=True, MessageRetentionPeriod=1_209_600, **more)
    redrive = {"deadLetterTargetArn": att(dead_letters), "maxReceiveCount": 5}
    return resource(
        "AWS::SQS::Queue",
        SqsManagedSseEnabled=True,
        VisibilityTimeout=visibility,
        MessageRetentionPeriod=345_600,
        RedrivePolicy=redrive,
        **more,
    )


def let_send(queues: str, service: str, source_arn: Json) -> Json:
    """Let a service put messages into a queue, on behalf of one sender."""
    statement = allow(
        "sqs:SendMessage",
        att(queues),
        conditions={"ArnEquals": {"aws:SourceArn": source_arn}},
        Principal={"Service": service},
    )
    return resource("AWS::SQS::QueuePolicy", Queues=[ref(queues)], PolicyDocument=document(statement))


def let_rule_invoke(function_id: str, rule: str) -> Json:
    return resource(
        "AWS::Lambda::Permission",
        Action="lambda:InvokeFunction",
        FunctionName=ref(function_id),
        Principal="events.amazonaws.com",
        SourceArn=att(rule),
    )


def rule(pattern: Json, *, target: str, dead_letters: str) -> Json:
    """A rule that tries for an hour, then keeps the event."""
    to = {
        "Id": "Function",
        "Arn": att(target),
        "RetryPolicy": {"MaximumEventAgeInSeconds": 3600, "MaximumRetryAttempts": 20},
        "DeadLetterConfig": {"Arn": att(dead_letters)},
    }
    return resource("AWS::Events::Rule", EventPattern=pattern, Targets=[to])
