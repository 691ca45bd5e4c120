"""The input of a schedule names what is only known when it is due; MiniStack hands it on as it is written.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sagewire.local import seams

_EVENTS = "ministack.services.eventbridge"


def install() -> None:
    """Put the context attributes in."""
    before = seams.seam(_EVENTS, "_invoke_target")

    def invoke(target: Mapping[str, Any], event: Mapping[str, Any], rule: Mapping[str, Any], view: Any = None) -> None:
        if seams.is_schedule(rule) and "Input" in target:
            target = {**target, "Input": _filled(target["Input"], event, rule)}
        before(target, event, rule, view)

    seams.replace(_EVENTS, "_invoke_target", invoke)


def _filled(text: str, event: Mapping[str, Any], schedule: Mapping[str, Any]) -> str:
    attributes = {
        "schedule-arn": schedule["Arn"],
        "scheduled-time": datetime.fromtimestamp(event["Time"], UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "execution-id": event["EventId"],
        "attempt-number": "1",
    }
    for name, value in attributes.items():
        text = text.replace(f"<aws.scheduler.{name}>", value)
    return text
