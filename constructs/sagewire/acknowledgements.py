"""What cdk-nag and checkov report of our own resources and AWS leaves no way to mend, each with its reason."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Protocol

from aws_cdk import CfnResource, Stack, Validations
from constructs import IConstruct

from sagewire import pseudo

# cdk-nag's packs for those who are audited; NIST's and HIPAA's rules are nearly the same.
REGULATED = ("NIST.800.53.R5", "HIPAA.Security", "PCI.DSS.321")
# Where checkov looks for what it is to skip: https://www.checkov.io/2.Basics/Suppressing%20and%20Skipping%20Policies.html
_CHECKOV = "checkov"


class Wildcard(Protocol):
    """A permission with its reason for resources that end in *."""

    @property
    def resources(self) -> Sequence[str]:
        """The ARNs."""
        ...

    @property
    def wildcard(self) -> str | None:
        """Why they can't be narrower; None where they are exact."""


def acknowledge_wildcards(owner: IConstruct, permissions: Iterable[Wildcard]) -> None:
    """Acknowledge cdk-nag's AwsSolutions-IAM5 for exactly these resources of a role, or a policy, that we made."""
    acknowledge(
        owner,
        {
            f"AwsSolutions-IAM5[Resource::{_as_reported(owner, resource)}]": permission.wildcard
            for permission in permissions
            if permission.wildcard is not None
            for resource in permission.resources
        },
    )


def acknowledge_dead_letter_queue(queue: IConstruct) -> None:
    """Acknowledge that a dead-letter queue has none itself: cdk-nag knows it only by another queue's redrive policy."""
    reason = "this is the dead-letter queue, of a function, a rule or a subscription"
    acknowledge(queue, {"AwsSolutions-SQS3": reason, "Serverless-SQSRedrivePolicy": reason})


def acknowledge_traces(role: IConstruct) -> None:
    """Acknowledge that a function's role that may write traces may write them to *, for the pack that names no ARN."""
    reason = "X-Ray's actions that write traces have no resource to name"
    acknowledge(role, {"Serverless-LambdaStarPermissions": reason})


def acknowledge_queue_source(mapping: IConstruct) -> None:
    """Acknowledge that a queue's event source mapping has no destination: Lambda takes one for streams only."""
    reason = "what the function gives back goes to the queue's own dead-letter queue; Lambda takes no destination here"
    acknowledge(mapping, {"Serverless-LambdaEventSourceMappingDestination": reason})


def acknowledge_access_logs(bucket: CfnResource) -> None:
    """Acknowledge that the bucket of the access logs keeps none of itself, and S3's own key."""
    own_key = "S3 delivers server access logs into buckets under its own keys only (SSE-S3)"
    acknowledge(bucket, {f"{pack}-S3DefaultEncryptionKMS": own_key for pack in REGULATED})
    skip_checks(bucket, {"CKV_AWS_18": "this is the bucket of the access logs: logging itself, it would never end"})


def acknowledge_records(table: IConstruct) -> None:
    """Acknowledge that no backup plan holds a table whose records are of no use after a while."""
    reason = "its records expire, and are of use for that long alone: point-in-time recovery covers it"
    acknowledge(table, {f"{pack}-DynamoDBInBackupPlan": reason for pack in REGULATED})


def acknowledge(construct: IConstruct, reasons: Mapping[str, str]) -> None:
    """Acknowledge findings of cdk-nag, by their rules; with the pack's name before it, CDK's report lists each.

    `Validations.acknowledge` notes the same, and where it was called from, and looks for warnings of that name in all
    that is below: for every model and every queue, a good part of what these cost.
    """
    if reasons:
        named = {f"{rule.partition('-')[0]}::{rule}": reason for rule, reason in reasons.items()}
        construct.node.add_metadata(_noted_under(), named)


@cache
def _noted_under() -> str:
    return Validations.ACKNOWLEDGED_RULES_METADATA_KEY


def skip_checks(resource: CfnResource, reasons: Mapping[str, str]) -> None:
    """Have checkov skip checks of one resource, beside those that it is to skip already."""
    told = (resource.get_metadata(_CHECKOV) or {}).get("skip", [])
    known = {check["id"] for check in told}
    added = [{"id": check, "comment": reason} for check, reason in reasons.items() if check not in known]
    if added:
        resource.add_metadata(_CHECKOV, {"skip": [*told, *added]})


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
