"""What SAM writes into the buckets whose objects functions hear of: S3 asks at once whether it may call."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

_CONFIGURATION = "NotificationConfiguration"
_FUNCTIONS = "LambdaConfigurations"


def notifying(resources: Mapping[str, Any], made: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The buckets of the template that are named by functions' events, with their notifications."""
    heard: defaultdict[str, dict[str, list[Mapping[str, Any]]]] = defaultdict(dict)
    for logical_id, resource in resources.items():
        for bucket, permission, notifications in _heard_by(logical_id, resource):
            heard[bucket][permission] = notifications
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


def _heard_by(logical_id: str, resource: Any) -> Iterator[tuple[str, str, list[Mapping[str, Any]]]]:
    """The buckets that a function hears of, with the permission for each event and the notifications."""
    match resource:
        case {"Type": "AWS::Serverless::Function", "Properties": {"Events": dict() as events}}:
            for name, event in events.items():
                match event:
                    case {"Type": "S3", "Properties": {"Bucket": {"Ref": str() as bucket}, "Events": named} as said}:
                        told = [_notification(logical_id, each, said) for each in _listed(named)]
                        yield bucket, f"{logical_id}{name}Permission", told


def _notification(logical_id: str, name: Any, said: Mapping[str, Any]) -> Mapping[str, Any]:
    filtered = {"Filter": said["Filter"]} if "Filter" in said else {}
    return {"Event": name, "Function": {"Fn::GetAtt": [logical_id, "Arn"]}, **filtered}


def _listed(named: Any) -> list[Any]:
    return named if isinstance(named, list) else [named]
