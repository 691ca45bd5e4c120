"""What becomes of a topic that a function hears of, with a queue between them or without."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sagewire.validator.sam.settled import ELSEWHERE, arn, resource

_BATCH = 10  # messages, where the template says nothing


def by_queue(kind: str, said: Mapping[str, Any]) -> bool:
    """Whether a queue stands between a topic and the function."""
    return kind == "SNS" and said.get("SqsSubscription", False) is not False


def subscription(logical_id: str, name: str, said: Mapping[str, Any]) -> Mapping[str, Any]:
    """The resources that a topic's event becomes, by their logical ids."""
    own = {name: value for name, value in said.items() if name not in ("Topic", "SqsSubscription")}
    topic = said.get("Topic", ELSEWHERE)
    if not by_queue("SNS", said):
        named = {"TopicArn": topic, "Protocol": "lambda", "Endpoint": arn(logical_id), **own}
        return {f"{logical_id}{name}": resource("AWS::SNS::Subscription", named)}
    return _through_queue(logical_id, f"{logical_id}{name}", topic, said["SqsSubscription"], own)


def _through_queue(logical_id: str, made_as: str, topic: Any, said: Any, own: Mapping[str, Any]) -> Mapping[str, Any]:
    """said: the queue, as the template names it; `true` if SAM is to make one."""
    makes = said is True
    told: Mapping[str, Any] = said if isinstance(said, dict) else {}
    queue = arn(f"{made_as}Queue") if makes else told.get("QueueArn", ELSEWHERE)
    url = {"Ref": f"{made_as}Queue"} if makes else told.get("QueueUrl", ELSEWHERE)
    reads = {"FunctionName": {"Ref": logical_id}, "EventSourceArn": queue, "BatchSize": told.get("BatchSize", _BATCH)}
    hears = {"TopicArn": topic, "Protocol": "sqs", "Endpoint": queue, **own}
    made = {f"{made_as}Queue": resource("AWS::SQS::Queue", {})} if makes else {}
    return {
        **made,
        made_as: resource("AWS::SNS::Subscription", hears),
        f"{made_as}EventSourceMapping": resource("AWS::Lambda::EventSourceMapping", reads),
        f"{made_as}QueuePolicy": _takes(topic, queue, url),
    }


def _takes(topic: Any, queue: Any, url: Any) -> Mapping[str, Any]:
    """The policy by which a queue takes what a topic sends."""
    statement = {
        "Effect": "Allow",
        "Action": "sqs:SendMessage",
        "Principal": "*",
        "Resource": queue,
        "Condition": {"ArnEquals": {"aws:SourceArn": topic}},
    }
    return resource("AWS::SQS::QueuePolicy", {"Queues": [url], "PolicyDocument": {"Statement": [statement]}})
