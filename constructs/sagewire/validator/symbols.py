"""Texts that are the same wherever they stand in a template, although what they are is told at deployment only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sagewire.validator.intrinsics import evaluate
from sagewire.validator.known import UNKNOWN, Reference

if TYPE_CHECKING:
    from sagewire.validator.template import Template

VARIABLE = re.compile(r"\$\{([^!}][^}]*)\}")
_PSEUDO = "AWS::"
# A parameter's name has no point in it.
STACK = "AWS."


def symbol(template: Template, raw: Any) -> str | None:
    """The text with ${Name} for each parameter that is not known, and ${AWS.Region} and so on for the stack's own.

    None for what is put together otherwise. Two equal symbols of one template are equal texts.
    """
    match raw:
        case {"Fn::Sub": str() as text}:
            return _substituted(template, text, {})
        case {"Fn::Sub": [str() as text, dict() as given]}:
            return _substituted(template, text, given)
        case {"Fn::Join": [str() as separator, list() as parts]}:
            pieces = [symbol(template, part) for part in parts]
            return None if None in pieces else separator.join(map(str, pieces))
        case {"Ref": str() as name}:
            return _referred(template, name)
    content = evaluate(template, raw).content
    return str(content) if isinstance(content, str | int | float) and not isinstance(content, bool) else None


def _substituted(template: Template, text: str, given: Mapping[str, Any]) -> str | None:
    names = [name.strip() for name in VARIABLE.findall(text)]
    found = {name: symbol(template, given.get(name, {"Ref": name})) for name in names}
    if None in found.values() or "{{resolve:" in text:
        return None
    return VARIABLE.sub(lambda variable: str(found[variable[1].strip()]), text)


def _referred(template: Template, name: str) -> str | None:
    if name.startswith(_PSEUDO):
        return None if name == "AWS::NoValue" else f"${{{name.replace('::', '.')}}}"
    content = evaluate(template, {"Ref": name}).content
    if isinstance(content, str | int | float):
        return str(content)
    return f"${{{name}}}" if name in template.parameters else None


def written(template: Template, raw: Any) -> str | None:
    """The text as people know it from the template: what is known, and ${AWS::AccountId} and so on for what is not.

    None for what is put together otherwise. A * in it is one that they wrote.
    """
    match raw:
        case {"Fn::Sub": str() as text}:
            return _put_in(template, text, {})
        case {"Fn::Sub": [str() as text, dict() as given]}:
            return _put_in(template, text, given)
        case {"Fn::Join": [str() as separator, list() as parts]}:
            pieces = [written(template, part) for part in parts]
            return None if None in pieces else separator.join(map(str, pieces))
    content = evaluate(template, raw).content
    if isinstance(content, str | int | float) and not isinstance(content, bool):
        return str(content)
    return _called(raw) if content is UNKNOWN or isinstance(content, Reference) else None


def _put_in(template: Template, text: str, given: Mapping[str, Any]) -> str | None:
    found = {name: written(template, _variable(name, given)) for name in VARIABLE.findall(text)}
    if None in found.values():
        return None
    return VARIABLE.sub(lambda variable: str(found[variable[1]]), text)


def _variable(name: str, given: Mapping[str, Any]) -> Any:
    named = name.strip()
    return given.get(named, {"Fn::GetAtt": named} if "." in named else {"Ref": named})


def _called(raw: Any) -> str | None:
    """What a parameter, or what CloudFormation puts in for a resource, is called in a text."""
    match raw:
        case {"Ref": str() as name} | {"Fn::GetAtt": str() as name}:
            return f"${{{name}}}"
        case {"Fn::GetAtt": [str() as name, str() as attribute]}:
            return f"${{{name}.{attribute}}}"
    return None
