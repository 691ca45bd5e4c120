"""What SAM writes into the buckets whose objects functions hear of: S3 asks at once whether it may call."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from sagewire.validator.sam.function_events import function_events
from sagewire.validator.sam.settled import arn

_CONFIGURATION = "NotificationConfiguration"
_FUNCTIONS = "LambdaConfigurations"


def notifying(resources: Mapping[str, Any], made: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The buckets of the template that are named by functions' events, with their notifications."""
    heard: defaultdict[str, dict[str, list[Mapping[str, Any]]]] = defaultdict(dict)
    for event in function_events(resources):
        match event.written:
            case {"Type": "S3", "Properties": {"Bucket": {"Ref": str() as bucket}, "Events": named} as said}:
                notifications = [_notification(event.function, each, said) for each in _listed(named)]
                heard[bucket][f"{event.made_as}Permission"] = notifications
    for bucket, by_permission in heard.items():
        match made.get(bucket):
            case {"Type": _, **rest} if isinstance(properties := rest.get("Properties", {}), dict):
                told = _told(properties, [one for each in by_permission.values() for one in each])
                first = [*_listed(rest.get("DependsOn", [])), *by_permission]
                yield bucket, {**made[bucket], "Properties": told, "DependsOn": first}


def _told(properties: Mapping[str, Any], notifications: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    said: Any = properties.get(_CONFIGURATION, {})
    listed = said.get(_FUNCTIONS, []) if isinstance(said, dict) else None
    if not isinstance(listed, list):
        return properties
    return {**properties, _CONFIGURATION: {**said, _FUNCTIONS: [*listed, *notifications]}}


def _notification(logical_id: str, name: Any, said: Mapping[str, Any]) -> Mapping[str, Any]:
    filtered = {"Filter": said["Filter"]} if "Filter" in said else {}
    return {"Event": name, "Function": arn(logical_id), **filtered}


def _listed(named: Any) -> list[Any]:
    return named if isinstance(named, list) else [named]
