"""What SAM writes into the buckets whose objects functions hear of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

_CONFIGURATION = "NotificationConfiguration"
_FUNCTIONS = "LambdaConfigurations"


def notifying(resources: Mapping[str, Any], made: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The buckets of the template that are named by functions' events, with their notifications."""
    heard: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for logical_id, resource in resources.items():
        for bucket, notification in _heard_by(logical_id, resource):
            heard[bucket].append(notification)
    for bucket, notifications in heard.items():
        match made.get(bucket):
            case {"Type": _, **rest} if isinstance(properties := rest.get("Properties", {}), dict):
                yield bucket, {**made[bucket], "Properties": _told(properties, notifications)}


def _told(properties: Mapping[str, Any], notifications: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    said: Any = properties.get(_CONFIGURATION, {})
    listed = said.get(_FUNCTIONS, []) if isinstance(said, dict) else None
    if not isinstance(listed, list):
        return properties
    return {**properties, _CONFIGURATION: {**said, _FUNCTIONS: [*listed, *notifications]}}


def _heard_by(logical_id: str, resource: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    match resource:
        case {"Type": "AWS::Serverless::Function", "Properties": {"Events": dict() as events}}:
            for event in events.values():
                match event:
                    case {"Type": "S3", "Properties": {"Bucket": {"Ref": str() as bucket}, "Events": named} as said}:
                        yield from ((bucket, _notification(logical_id, name, said)) for name in _listed(named))


def _notification(logical_id: str, name: Any, said: Mapping[str, Any]) -> Mapping[str, Any]:
    filtered = {"Filter": said["Filter"]} if "Filter" in said else {}
    return {"Event": name, "Function": {"Fn::GetAtt": [logical_id, "Arn"]}, **filtered}


def _listed(named: Any) -> list[Any]:
    return named if isinstance(named, list) else [named]
