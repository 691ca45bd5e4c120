"""A topic invokes a function asynchronously, with its retries and the subscription's queue; MiniStack calls it once.

https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html
"""

import json
from collections.abc import Mapping
from typing import Any

from sagewire.local import seams
from sagewire.local.gaps.delivery import Sender, deliver

_TOPICS = "ministack.services.sns"


def install() -> None:
    """Deliver to functions as AWS does."""
    seams.replace(_TOPICS, "_deliver_to_lambda", _deliver)


def _deliver(function_arn: str, notification: str, topic: str, subscription: str, *_others: Any) -> None:
    record = {
        "EventSource": "aws:sns",
        "EventVersion": "1.0",
        "EventSubscriptionArn": subscription,
        "Sns": {"Subject": None, "MessageAttributes": {}, **json.loads(notification)},
    }
    sender = Sender(service="sns.amazonaws.com", arn=topic, dead_letters=_dead_letters(topic, subscription))
    deliver(function_arn, {"Records": [record]}, sender, message=notification)


def _dead_letters(topic: str, subscription: str) -> str | None:
    found = seams.seam(_TOPICS, "_topic_by_arn_any_scope")(topic) or {"subscriptions": ()}
    (attributes,) = [each["attributes"] for each in found["subscriptions"] if each["arn"] == subscription] or [{}]
    policy = attributes.get("RedrivePolicy") or {}
    redrive: Mapping[str, str] = json.loads(policy) if isinstance(policy, str) else policy
    return redrive.get("deadLetterTargetArn")
