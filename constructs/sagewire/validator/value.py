"""A place in a template, and what stands there."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sagewire.validator.intrinsics import evaluate, is_itself
from sagewire.validator.known import ABSENT, UNKNOWN, Gap, Reference, Text, is_filling, is_open
from sagewire.validator.mentions import named_in, resources_in

if TYPE_CHECKING:
    from sagewire.validator.template import Resource, Template

_SHOWN = 80
# With names in place of what they stand for, a text is longer.
_WRITTEN = 120
# Unions are made anew each time that a line with one is run.
_FIGURES = (int, float)
# Nothing that anybody counts; products of two such figures are still figures, and no infinity.
_ENDLESS = 1e100


class Value:
    """One place of a resource.

    It can be asked for anything, whatever stands there: what is not of the kind that was asked for, or not known, is
    None. `absent` and `present` are each true only where that is certain; both are false where it is not known.

    raw: as the template writes it, unevaluated. content: JSON whose inside is unevaluated, Reference, Text, UNKNOWN or
    ABSENT.
    """

    # Rules ask for the same places over and over: each is made, and evaluated, once.
    __slots__ = ("__dict__", "_inside", "_where", "content", "owner", "path", "raw", "template")

    def __init__(self, owner: Resource, path: tuple[str | int, ...], template: Template, raw: Any) -> None:
        self.owner = owner
        self.path = path
        self.template = template
        self.raw = raw
        self._where, self.content = (template, raw) if is_itself(raw) else evaluate(template, raw)
        self._inside: dict[str | int, Value] | None = None

    def __repr__(self) -> str:
        return f"<{self.owner.logical_id} {self.place}: {self.raw!r}>"

    @property
    def place(self) -> str:
        """The place: "Properties/ProductionVariants/0/InstanceType"."""
        return "/".join(map(str, self.path))

    @property
    def name(self) -> str:
        """The last part of the place that is a name: "InstanceType"."""
        return next((part for part in reversed(self.path) if isinstance(part, str)), "")

    @property
    def absent(self) -> bool:
        """Whether certainly nothing stands here."""
        return self.content is ABSENT

    @property
    def unknown(self) -> bool:
        """Whether it is not known what stands here, or whether anything does."""
        return self.content is UNKNOWN

    @property
    def present(self) -> bool:
        """Whether certainly something stands here, known or not in its parts."""
        content = self.content
        return content is not ABSENT and content is not UNKNOWN

    def __getitem__(self, key: str | int) -> Value:
        """What stands below: of an object by name, of a list by position."""
        inside = self._inside
        if inside is None:
            inside = self._inside = {}
        found = inside.get(key)
        if found is None:
            found = inside[key] = Value(self.owner, (*self.path, key), self._where, self.written(key))
        return found

    def written(self, key: str | int) -> Any:
        """What stands below as the template writes it, unevaluated; UNKNOWN or ABSENT."""
        content = self.content
        if content is ABSENT:
            return ABSENT
        if isinstance(content, dict) and isinstance(key, str):
            found = content.get(key, ABSENT)
            return UNKNOWN if found is ABSENT and self._where.grows and is_open(content) else found
        if isinstance(content, list) and isinstance(key, int):
            return content[key] if 0 <= key < len(content) else ABSENT
        return UNKNOWN

    @property
    def number(self) -> float | None:
        """A figure, also one that is written as a text."""
        content = self.content
        if isinstance(content, str):
            content = _figure(content)
        if content is ABSENT or isinstance(content, bool) or not isinstance(content, _FIGURES):
            return None
        return content if abs(content) < _ENDLESS else None

    @property
    def text(self) -> str | None:
        """A text that is known in all its parts; a figure is one too."""
        content = self.content
        if isinstance(content, str):
            return content
        if isinstance(content, bool):
            return str(content).lower()
        return str(content) if isinstance(content, _FIGURES) else None

    @property
    def pattern(self) -> str | None:
        """A text with a * for each part that is not known; None where none of it is."""
        content = self.content
        return content.pattern if isinstance(content, Text) else self.text

    @property
    def symbol(self) -> str | None:
        """A text with ${Name} for each parameter that is not known; None where other parts of it are not known."""
        from sagewire.validator.symbols import symbol  # noqa: PLC0415 - they know each other

        return symbol(self.template, self.raw)

    @property
    def flag(self) -> bool | None:
        """True or false, also where it is written as a text."""
        match self.content:
            case bool() as flag:
                return flag
            case "true" | "True":
                return True
            case "false" | "False":
                return False
        return None

    @property
    def parts(self) -> list[Value]:
        """What stands in a list or in an object, known or not; nothing for anything else."""
        content = self.content
        if isinstance(content, list):
            return [self[position] for position in range(len(content))]
        return [self[key] for key in content if isinstance(key, str)] if isinstance(content, dict) else []

    @cached_property
    def elements(self) -> list[Value]:
        """What is known of a list's elements: those that the template leaves out, or does not tell, are not in it."""
        content = self.content
        if not isinstance(content, list):
            return []
        return [element for element in map(self.__getitem__, range(len(content))) if element.present]

    @property
    def listed(self) -> list[Value]:
        """The elements, or the value itself where one may stand in place of a list of one."""
        return self.elements if isinstance(self.content, list) else [self] if self.present else []

    @property
    def complete(self) -> bool:
        """Whether all elements, or all entries, are known to stand here; nothing at all is complete too."""
        content = self.content
        if content is ABSENT:
            return True
        if isinstance(content, list):
            return not any(self[position].unknown for position in range(len(content)))
        return isinstance(content, dict) and not is_open(content)

    @cached_property
    def entries(self) -> Mapping[str, Value]:
        """The entries of an object that certainly stand in it, by name."""
        content = self.content
        if not isinstance(content, dict):
            return {}
        named = {key: self[key] for key in content if isinstance(key, str) and not is_filling(key)}
        return {key: value for key, value in named.items() if value.present}

    @property
    def reference(self) -> Resource | None:
        """The resource whose `Ref` or attribute this is, and nothing besides."""
        content = self.content
        return content.resource if isinstance(content, Reference) else None

    @cached_property
    def mentions(self) -> frozenset[Resource]:
        """All resources that the value is made of: references in texts, lists, objects, and behind exports."""
        return resources_in(self, lambda part: named_in(part.template, part.raw))

    @property
    def _written(self) -> str | None:
        """A text with the names of what is not known, where it is not too long to be read."""
        from sagewire.validator.symbols import written  # noqa: PLC0415 - they know each other

        found = written(self.template, self.raw)
        return found if found is not None and len(found) <= _WRITTEN else None

    @property
    def shown(self) -> str:
        """The value as a message quotes it."""
        match self.content:
            case Gap():
                return "not set"
            case Reference(resource=resource):
                return resource.logical_id
            case Text() as text:
                if self._written is not None:
                    return self._written
                shown = text.pattern
            case bool() as flag:
                shown = str(flag).lower()
            case dict() | list():
                shown = self.name
            case other:
                shown = str(other)
        return shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 3]}..."


def _figure(text: str) -> float | None:
    """What a text says as CloudFormation reads it: Python takes underscores and other scripts' digits as well."""
    if "_" in text or not text.isascii():
        return None
    try:
        return int(text) if text.strip().lstrip("+-").isdecimal() else float(text)
    except (ValueError, OverflowError):
        return None
