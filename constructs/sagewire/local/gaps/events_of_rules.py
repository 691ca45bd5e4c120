"""A rule or a schedule invokes a function asynchronously, with its retries and its queues; MiniStack calls it once.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
"""

import json
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

from sagewire.local import seams
from sagewire.local.gaps.delivery import Sender, deliver

_EVENTS = "ministack.services.eventbridge"
_SENDER: ContextVar[Sender] = ContextVar("sender")


def install() -> None:
    """Remember which target of which rule is invoked, and deliver to functions as AWS does."""
    before = seams.seam(_EVENTS, "_invoke_target")

    def invoke(target: Mapping[str, Any], event: Any, rule: Mapping[str, Any], view: Any = None) -> None:
        token = _SENDER.set(_sender(target, rule))
        try:
            before(target, event, rule, view)
        finally:
            _SENDER.reset(token)

    def to_function(arn: str, payload: str) -> None:
        deliver(arn, json.loads(payload), _SENDER.get(), message=payload)

    seams.replace(_EVENTS, "_invoke_target", invoke)
    seams.replace(_EVENTS, "_dispatch_to_lambda", to_function)


def _sender(target: Mapping[str, Any], rule: Mapping[str, Any]) -> Sender:
    arn = rule.get("Arn", "")
    return Sender(
        service=None if seams.is_schedule(rule) else "events.amazonaws.com",
        arn=arn,
        dead_letters=(target.get("DeadLetterConfig") or {}).get("Arn"),
        attributes={"RULE_ARN": arn, "TARGET_ARN": target["Arn"]},
    )
