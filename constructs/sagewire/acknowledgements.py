"""cdk-nag's findings about our own resources that AWS leaves no way to mend, each with its reason."""

from collections.abc import Sequence
from typing import Any

from aws_cdk import Acknowledgment, Stack, Validations
from aws_cdk import aws_iam as iam
from constructs import IConstruct


def acknowledge_wildcard(grantee: iam.IGrantable, resources: Sequence[str], reason: str) -> None:
    """Acknowledge cdk-nag's AwsSolutions-IAM5 for exactly these resources of a role that we made."""
    role = grantee.grant_principal
    if not isinstance(role, iam.Role):
        return
    stack = Stack.of(role)
    for resource in resources:
        _acknowledge(role, f"AwsSolutions-IAM5[Resource::{_as_reported(stack.resolve(resource))}]", reason)


def acknowledge_dead_letter_queue(queue: IConstruct) -> None:
    """Acknowledge AwsSolutions-SQS3, which knows a dead-letter queue only by another queue's redrive policy."""
    _acknowledge(queue, "AwsSolutions-SQS3", "this is the dead-letter queue, of a function, a rule or a subscription")


def _acknowledge(construct: IConstruct, finding: str, reason: str) -> None:
    Validations.of(construct).acknowledge(Acknowledgment(id=finding, reason=reason))


def _as_reported(value: Any) -> str:
    """A resolved value as cdk-nag writes it: `<LogicalId.Arn>/*`."""
    match value:
        case {"Ref": name}:
            return f"<{name}>"
        case {"Fn::GetAtt": [name, attribute]}:
            return f"<{name}.{attribute}>"
        case {"Fn::Join": [separator, parts]}:
            return str(separator).join(_as_reported(part) for part in parts)
        case {"Fn::Sub": text}:
            return str(text).replace("${", "<").replace("}", ">")
        case {"Fn::FindInMap": _}:
            return str(value)
    return str(value)
