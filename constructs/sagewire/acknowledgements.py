"""cdk-nag's findings about our own resources that AWS leaves no way to mend, each with its reason."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from aws_cdk import Acknowledgment, Stack, Validations
from constructs import IConstruct

from sagewire import pseudo


class Wildcard(Protocol):
    """A permission with its reason for resources that end in *."""

    @property
    def resources(self) -> Sequence[str]:
        """The ARNs."""

    @property
    def wildcard(self) -> str | None:
        """Why they can't be narrower; None where they are exact."""


def acknowledge_wildcards(owner: IConstruct, permissions: Iterable[Wildcard]) -> None:
    """Acknowledge cdk-nag's AwsSolutions-IAM5 for exactly these resources of a role, or a policy, that we made."""
    _acknowledge(
        owner,
        {
            f"AwsSolutions-IAM5[Resource::{_as_reported(owner, resource)}]": permission.wildcard
            for permission in permissions
            if permission.wildcard is not None
            for resource in permission.resources
        },
    )


def acknowledge_dead_letter_queue(queue: IConstruct) -> None:
    """Acknowledge AwsSolutions-SQS3, which knows a dead-letter queue only by another queue's redrive policy."""
    _acknowledge(queue, {"AwsSolutions-SQS3": "this is the dead-letter queue, of a function, a rule or a subscription"})


def _acknowledge(construct: IConstruct, reasons: Mapping[str, str]) -> None:
    """With the pack's name before the finding's, CDK's report lists it with the reason; without, it is in no report."""
    if reasons:
        findings = [Acknowledgment(id=f"AwsSolutions::{finding}", reason=reason) for finding, reason in reasons.items()]
        Validations.of(construct).acknowledge(*findings)


def _as_reported(owner: IConstruct, resource: str) -> str:
    """An ARN as cdk-nag writes it: `<AWS::Region>`, `<LogicalId.Arn>/*`."""
    for token, name in pseudo.written().items():
        resource = resource.replace(token, f"<{name}>")
    return _resolved(Stack.of(owner).resolve(resource)) if pseudo.is_token(resource) else resource


def _resolved(value: Any) -> str:
    match value:
        case {"Ref": name}:
            return f"<{name}>"
        case {"Fn::GetAtt": [name, attribute]}:
            return f"<{name}.{attribute}>"
        case {"Fn::Join": [separator, parts]}:
            return str(separator).join(_resolved(part) for part in parts)
        case {"Fn::Sub": text}:
            return str(text).replace("${", "<").replace("}", ">")
    return str(value)
