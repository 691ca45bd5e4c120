"""Which resources a value, or an expression that cannot be evaluated, is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from sagewire.validator.known import UNKNOWN, Reference, Text

if TYPE_CHECKING:
    from sagewire.validator.template import Resource, Template
    from sagewire.validator.value import Value

# More than any value holds: where parameters stand in one another, it would not end.
_LARGEST = 10_000


def resources_in(value: Value, unknown: Callable[[Value], Iterable[Resource]]) -> frozenset[Resource]:
    """All resources that the value is made of. unknown: tells them of a part that could not be evaluated."""
    found: set[Resource] = set()
    waiting = [value]
    for _ in range(_LARGEST):
        if not waiting:
            break
        part = waiting.pop()
        content = part.content
        if isinstance(content, Reference):
            found.add(content.resource)
        elif isinstance(content, Text):
            found |= {piece.resource for piece in content.parts if isinstance(piece, Reference)}
        elif content is UNKNOWN:
            found |= set(unknown(part))
        else:
            waiting += part.parts
    return frozenset(found)


def named_in(template: Template, raw: Any) -> Iterator[Resource]:
    """The resources of the template that an expression refers to which could not be evaluated, such as Fn::Split."""
    waiting = [raw]
    for _ in range(1_000):
        if not waiting:
            return
        match waiting.pop():
            case {"Ref": str() as name}:
                yield from _resource(template, name)
            case {"Fn::GetAtt": [str() as name, *_]}:
                yield from _resource(template, name)
            case {"Fn::GetAtt": str() as attribute}:
                yield from _resource(template, attribute.partition(".")[0])
            case dict() as entries:
                waiting += entries.values()
            case list() as elements:
                waiting += elements


def _resource(template: Template, name: str) -> Iterator[Resource]:
    if name in template.resources:
        yield template.resources[name]
