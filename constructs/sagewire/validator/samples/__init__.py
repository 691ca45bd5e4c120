"""Sound pieces of templates, from which the rules' examples are put together.

Each function gives resources by their logical ids; `template` puts them together. What a rule wants otherwise is given
as keyword arguments, by the names that CloudFormation has: `function(Timeout=60)`. `None` leaves a property out.
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

Resources = dict[str, dict[str, Any]]


def template(*parts: Resources, **sections: Any) -> dict[str, Any]:
    """A template of these resources. sections: Parameters, Mappings, Conditions."""
    resources = {logical_id: resource for part in parts for logical_id, resource in part.items()}
    return {"AWSTemplateFormatVersion": "2010-09-09", **sections, "Resources": resources}


def without(resources: Resources, *logical_ids: str) -> Resources:
    """The resources but for some."""
    assert resources.keys() >= set(logical_ids)
    return {logical_id: made for logical_id, made in resources.items() if logical_id not in logical_ids}


def trusting(resources: Resources, role: str, service: str) -> Resources:
    """The resources, in which one role is taken by another service alone."""
    changed = deepcopy(resources)
    (trust,) = changed[role]["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    trust["Principal"] = {"Service": f"{service}.amazonaws.com"}
    return changed


def resource(
    logical_id: str,
    type: str,
    properties: Mapping[str, Any],
    changes: Mapping[str, Any],
    *,
    stated: Mapping[str, Any] | None = None,
) -> Resources:
    """One resource. stated: its facts under Metadata.sagewire."""
    merged = {name: value for name, value in {**properties, **changes}.items() if value is not None}
    facts = {"Metadata": {"sagewire": dict(stated)}} if stated else {}
    return {logical_id: {"Type": type, **facts, "Properties": merged}}


def after(resources: Resources, *logical_ids: str) -> Resources:
    """The resources, which wait for others."""
    return {logical_id: {**made, "DependsOn": list(logical_ids)} for logical_id, made in resources.items()}


def ref(logical_id: str) -> dict[str, Any]:
    """`Ref`."""
    return {"Ref": logical_id}


def att(logical_id: str, attribute: str) -> dict[str, Any]:
    """`Fn::GetAtt`."""
    return {"Fn::GetAtt": [logical_id, attribute]}


def sub(text: str) -> dict[str, Any]:
    """`Fn::Sub`."""
    return {"Fn::Sub": text}
