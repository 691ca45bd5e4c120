"""Evaluates CloudFormation's intrinsic functions as far as the templates tell.

Each function is one entry of `_FUNCTIONS`. What cannot be told is UNKNOWN, never a guess; a value that is a list or an
object comes back unevaluated inside, with the template that it stands in, whose parameters its inside refers to.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from sagewire.validator.known import ABSENT, UNKNOWN, Gap, Reference, Text, joined

if TYPE_CHECKING:
    from sagewire.validator.template import Template

_VARIABLE = re.compile(r"\$\{(!?)([^${}]+)\}")
_RESOLVE = "{{resolve:"
_LONG_FIGURE = 10
_DYNAMIC = re.compile(r"\{\{resolve:[^{}]*\}\}")


class Evaluated(NamedTuple):
    """A value, and the template in whose terms the inside of a list or an object is written."""

    template: Template
    content: Any


# What it says in the terms of its template; Evaluated where that may be another's.
_Function = Callable[["Template", Any], Any]


def evaluate(template: Template, raw: Any) -> Evaluated:
    """The value that `raw` stands for: JSON whose inside is unevaluated, Reference, Text, UNKNOWN or ABSENT."""
    if is_itself(raw):
        return Evaluated(template, raw)
    if isinstance(raw, str):
        return Evaluated(template, _without_dynamic_references(raw))
    ((name, argument),) = raw.items()
    found = template.assembly.deeper(_FUNCTIONS.get(name, _unknown), template, argument)
    if isinstance(found, Evaluated):
        return found
    return Evaluated(template, UNKNOWN if found is None else found)


def is_itself(raw: Any) -> bool:
    """Whether nothing in `raw` is to be evaluated, but for what is inside of it: so are most values."""
    if isinstance(raw, dict):
        return len(raw) != 1 or not is_function(*raw)
    return not isinstance(raw, str) or _RESOLVE not in raw


def is_function(name: Any) -> bool:
    """Whether the one key of an object names an intrinsic function."""
    return isinstance(name, str) and (name == "Ref" or name.startswith("Fn::"))


def _without_dynamic_references(text: str) -> str | Text | Gap | Reference:
    pieces: list[str | Reference | Gap | Text] = []
    end = 0
    for found in _DYNAMIC.finditer(text):
        pieces += [text[end : found.start()], UNKNOWN]
        end = found.end()
    return joined([*pieces, text[end:]])


def _unknown(_template: Template, _argument: Any) -> Any:
    return UNKNOWN


def _ref(template: Template, name: Any) -> Any:
    if not isinstance(name, str):
        return UNKNOWN
    if name in template.pseudo:
        return template.pseudo[name]
    if name in template.parameters:
        return template.argument(name)
    resource = template.resources.get(name)
    return UNKNOWN if resource is None else Reference(resource=resource)


def _get_att(template: Template, argument: Any) -> Any:
    match argument:
        case str():
            name, _, attribute = argument.partition(".")
        case [str() as name, str() as attribute]:
            pass
        case _:
            return UNKNOWN
    resource = template.resources.get(name)
    if resource is None or not attribute:
        return UNKNOWN
    nested = template.nested(resource)
    if nested is not None and attribute.startswith("Outputs."):
        return evaluate(nested, nested.output(attribute.removeprefix("Outputs.")))
    return Reference(resource=resource, attribute=attribute)


def _import_value(template: Template, argument: Any) -> Any:
    name = scalar(template, argument)
    return template.exported(name) if isinstance(name, str) else UNKNOWN


def _if(template: Template, argument: Any) -> Any:
    match argument:
        case [str() as name, then, otherwise]:
            holds = template.holds(name)
            if holds is not None:
                return evaluate(template, then if holds else otherwise)
            either, other = evaluate(template, then), evaluate(template, otherwise)
            if either == other:
                return either
    return UNKNOWN


def _find_in_map(template: Template, argument: Any) -> Any:
    match argument:
        case [name, first, second, *options]:
            default = options[0].get("DefaultValue", UNKNOWN) if options and isinstance(options[0], dict) else UNKNOWN
            keys = [scalar(template, key) for key in (name, first, second)]
            if all(isinstance(key, str) for key in keys):
                found: Any = template.mappings
                for key in keys:
                    found = found.get(key, UNKNOWN) if isinstance(found, Mapping) else UNKNOWN
                return evaluate(template, default if found is UNKNOWN else found)
    return UNKNOWN


def _join(template: Template, argument: Any) -> Any:
    match argument:
        case [str() as separator, listed]:
            where, parts = evaluate(template, listed)
            if isinstance(parts, list):
                pieces: list[Any] = []
                for part in parts:
                    pieces += [separator, _piece(where, part)]
                return _made(template, pieces[1:])
    return UNKNOWN


def _sub(template: Template, argument: Any) -> Any:
    given: dict[str, Any] = {}
    match argument:
        case str():
            text = argument
        case [str() as text, dict() as given]:
            pass
        case _:
            return UNKNOWN
    pieces: list[str | Reference | Gap | Text] = []
    end = 0
    for found in _VARIABLE.finditer(text):
        pieces.append(text[end : found.start()])
        pieces.append(_variable(template, found, given))
        end = found.end()
    return _made(template, [*pieces, text[end:]])


def _made(template: Template, pieces: list[str | Reference | Gap | Text]) -> str | Reference | Gap | Text:
    """A text of pieces; UNKNOWN where there is no more room for long ones."""
    whole = joined(pieces)
    letters = len(whole) if isinstance(whole, str) else len(whole.pattern) if isinstance(whole, Text) else 0
    return whole if template.assembly.holds(letters) else UNKNOWN


def _variable(template: Template, found: re.Match[str], given: Mapping[str, Any]) -> str | Reference | Gap | Text:
    literal, name = found[1], found[2].strip()
    if literal:
        return f"${{{name}}}"
    if name in given:
        return _piece(template, given[name])
    return _piece(template, {"Fn::GetAtt": name} if "." in name else {"Ref": name})


def _select(template: Template, argument: Any) -> Any:
    match argument:
        case [position, listed]:
            index = _position(scalar(template, position))
            where, elements = evaluate(template, listed)
            if isinstance(elements, list) and index is not None and index < len(elements):
                return evaluate(where, elements[index])
    return UNKNOWN


def _position(text: Any) -> int | None:
    """A place in a list; Python makes no figure of thousands of digits, and no list is that long."""
    return int(text) if isinstance(text, str) and text.isdecimal() and len(text) < _LONG_FIGURE else None


def _split(template: Template, argument: Any) -> Any:
    match argument:
        case [str() as separator, text] if separator:
            whole = scalar(template, text)
            if isinstance(whole, str) and template.assembly.holds(len(whole)):
                return whole.split(separator)
    return UNKNOWN


def _length(template: Template, argument: Any) -> Any:
    _, elements = evaluate(template, argument)
    return len(elements) if isinstance(elements, list) else UNKNOWN


def _to_json_string(template: Template, argument: Any) -> Any:
    try:
        return _made(template, [json.dumps(_plain(template, argument))])
    except (LookupError, TypeError, ValueError, RecursionError):
        return UNKNOWN


def _plain(template: Template, raw: Any) -> Any:
    where, content = evaluate(template, raw)
    match content:
        case Gap() | Reference() | Text():
            raise LookupError
        case list():
            return [_plain(where, element) for element in content]
        case dict():
            return {key: _plain(where, element) for key, element in content.items()}
    return content


def scalar(template: Template, raw: Any) -> Any:
    """A text or a figure, as CloudFormation compares them: as text. UNKNOWN for anything else."""
    _, content = evaluate(template, raw)
    match content:
        case bool():
            return str(content).lower()
        case str() | int() | float():
            return str(content)
    return UNKNOWN


def _piece(template: Template, raw: Any) -> str | Reference | Gap | Text:
    _, content = evaluate(template, raw)
    match content:
        case bool():
            return str(content).lower()
        case int() | float():
            return str(content)
        case str() | Reference() | Text():
            return content
    return UNKNOWN


_FUNCTIONS: Mapping[str, _Function] = {
    "Fn::FindInMap": _find_in_map,
    "Fn::GetAtt": _get_att,
    "Fn::If": _if,
    "Fn::ImportValue": _import_value,
    "Fn::Join": _join,
    "Fn::Length": _length,
    "Fn::Select": _select,
    "Fn::Split": _split,
    "Fn::Sub": _sub,
    "Fn::ToJsonString": _to_json_string,
    "Ref": _ref,
}

__all__ = ["ABSENT", "UNKNOWN", "Evaluated", "evaluate"]
