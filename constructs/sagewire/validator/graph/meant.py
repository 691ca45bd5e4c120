"""Which resources a value certainly means by references: not those that it names on an open condition."""

from __future__ import annotations

import re
from typing import Any

from sagewire.validator.known import UNKNOWN, Reference, Text
from sagewire.validator.mentions import resources_in
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

_DEPTH = 64
# An ARN whose last part is a reference.
_ARN = re.compile(r"arn:[^:]*:[a-z-]+:[^:]*:[^:]*:(?:[a-z-]+[:/])?\*")


def meant(value: Value, depth: int = 0) -> frozenset[Resource]:
    """All resources that the value is certainly made of: as `Value.mentions`, but for what an open Fn::If picks."""
    return resources_in(value, lambda part: _picked(part, depth + 1) if depth < _DEPTH else frozenset())


def meant_wholly(value: Value) -> Resource | None:
    """The resource whose name or ARN the value is, or is a part of, and nothing besides."""
    content = value.content
    if isinstance(content, Text) and isinstance(last := content.parts[-1], Reference):
        return last.resource if _ARN.fullmatch(content.pattern) else None
    if content is UNKNOWN:
        source = _source(value.raw)
        return None if source is None else meant_wholly(_within(value, source))
    return value.reference


def _picked(value: Value, depth: int) -> frozenset[Resource]:
    """What an expression means that could not be evaluated: part of a text, or what is so whatever a condition says."""
    match value.raw:
        case {"Fn::If": [_, then, otherwise]}:
            return meant(_within(value, then), depth) & meant(_within(value, otherwise), depth)
        case {"Fn::ToJsonString": encoded} | {"Fn::Base64": encoded}:
            return meant(_within(value, encoded), depth)
    source = _source(value.raw)
    return frozenset() if source is None else meant(_within(value, source), depth)


def _source(raw: Any) -> Any:
    """What a text is a part of, as the name is of an ARN; None for anything else."""
    match raw:
        case {"Fn::Select": [_, {"Fn::Split": [str(), source]}]}:
            return source
    return None


def _within(value: Value, raw: Any) -> Value:
    return Value(value.owner, value.path, value.template, raw)
