"""The permissions by which SAM lets the sources of a function's events call it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sagewire.validator.sam.settled import ELSEWHERE, RULES, arn, read, resource
from sagewire.validator.sam.topic import by_queue

# The service that calls the function, by the kind of event; whom SAM lets in for any other is not told here.
_CALLERS = {
    "Api": "apigateway.amazonaws.com",
    "CloudWatchEvent": "events.amazonaws.com",
    "EventBridgeRule": "events.amazonaws.com",
    "HttpApi": "apigateway.amazonaws.com",
    "S3": "s3.amazonaws.com",
    "SNS": "sns.amazonaws.com",
    "Schedule": "events.amazonaws.com",
}
# These are read by Lambda itself, or take a role.
_NEED_NONE = frozenset({"DocumentDB", "DynamoDB", "Kinesis", "MQ", "MSK", "SQS", "ScheduleV2", "SelfManagedKafka"})


def permission(logical_id: str, name: str, event: Any) -> Mapping[str, Any]:
    """The permission for an event of a function, by its logical id; nothing where it needs none."""
    kind, said = read(event)
    if kind in _NEED_NONE or by_queue(kind, said):
        return {}
    source = arn(f"{logical_id}{name}") if kind in RULES else said.get("Topic", ELSEWHERE)
    return {f"{logical_id}{name}Permission": _lets_in(logical_id, _CALLERS.get(kind, ELSEWHERE), SourceArn=source)}


def by_url(logical_id: str, auth: Any) -> Mapping[str, Any]:
    """The permissions that may open a function's URL to everybody, by their logical ids; IAM's policies open others."""
    if auth in (None, "AWS_IAM"):
        return {}
    by_url = {"Action": "lambda:InvokeFunctionUrl", "FunctionUrlAuthType": "NONE"}
    return {
        f"{logical_id}UrlPublicPermissions": _lets_in(logical_id, "*", **by_url),
        f"{logical_id}URLInvokeAllowPublicAccess": _lets_in(logical_id, "*", InvokedViaFunctionUrl=True),
    }


def _lets_in(logical_id: str, principal: Any, **said: Any) -> Mapping[str, Any]:
    named = {"FunctionName": {"Ref": logical_id}, "Action": "lambda:InvokeFunction", "Principal": principal}
    return resource("AWS::Lambda::Permission", {**named, **said})
