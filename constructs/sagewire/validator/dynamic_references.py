"""Where a value is looked up when it is deployed: `{{resolve:secretsmanager:...}}`."""

from __future__ import annotations

import re
from typing import Any

from sagewire.validator.intrinsics import truth
from sagewire.validator.template import Template

_REFERENCE = re.compile(r"\{\{resolve:([a-z-]+):")
_DEPTH = 16


def looked_up_in(template: Template, raw: Any, depth: int = 0) -> frozenset[str]:
    """The services that a value certainly is looked up in: "ssm", "ssm-secure" or "secretsmanager"."""
    if depth > _DEPTH:
        return frozenset()
    found: frozenset[str] = frozenset()
    match raw:
        case str():
            found = frozenset(_REFERENCE.findall(raw))
        case {"Fn::If": [str() as name, then, otherwise]}:
            holds = truth(template, template.conditions.get(name))
            either, other = looked_up_in(template, then, depth + 1), looked_up_in(template, otherwise, depth + 1)
            found = either & other if holds is None else either if holds else other
        case {"Ref": str() as name} if isinstance(template.parameters.get(name), dict):
            found = looked_up_in(template, template.parameters[name].get("Default"), depth + 1)
        case {"Fn::FindInMap": [str() as name, str() as first, str() as second]}:
            found = looked_up_in(template, _mapped(template, name, first, second), depth + 1)
        case {"Fn::Join": [str(), list() as parts]} | {"Fn::Sub": [*parts]}:
            found = frozenset().union(*(looked_up_in(template, part, depth + 1) for part in parts))
        case {"Fn::Sub": str() as text}:
            found = looked_up_in(template, text, depth + 1)
    return found


def _mapped(template: Template, *keys: str) -> Any:
    found: Any = template.mappings
    for key in keys:
        found = found.get(key) if isinstance(found, dict) else None
    return found
