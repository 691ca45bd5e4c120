"""What SAM settles before it makes anything: what functions share, what is taken from elsewhere, how to write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sagewire.validator.intrinsics import is_itself

# No function of CloudFormation's: what stands here is not known.
ELSEWHERE = {"Fn::MadeBySAM": ""}

# The kinds of events of which SAM makes rules of EventBridge.
RULES = frozenset({"CloudWatchEvent", "EventBridgeRule", "Schedule"})


def read(event: Any) -> tuple[str, Mapping[str, Any]]:
    """The kind of an event, and what it says; no kind, and nothing, where it is an expression."""
    match event:
        case {"Type": str() as kind, "Properties": dict() as said}:
            return kind, said
        case {"Type": str() as kind}:
            return kind, {}
    return "", {}


def merged(shared: Any, own: Any) -> Any:
    """A function's own properties and those that all share: objects and lists are put together, else its own count."""
    if isinstance(shared, dict) and isinstance(own, dict) and is_itself(shared) and is_itself(own):
        return {**shared, **{name: merged(shared.get(name), value) for name, value in own.items()}}
    if isinstance(shared, list) and isinstance(own, list):
        return [*shared, *own]
    return own


def resource(type: str, properties: Mapping[str, Any]) -> Mapping[str, Any]:
    """A resource as CloudFormation writes it."""
    return {"Type": type, "Properties": properties}


def arn(logical_id: str) -> Mapping[str, Any]:
    """The ARN of a resource of the template."""
    return {"Fn::GetAtt": [logical_id, "Arn"]}
