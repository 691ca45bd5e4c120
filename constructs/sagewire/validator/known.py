"""What is known of a value in a template: all of it, part of it, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from sagewire.validator.template import Resource


class Gap(Enum):
    """Why there is no value."""

    UNKNOWN = "unknown"  # the template alone does not tell it
    ABSENT = "absent"  # the template says that there is none


UNKNOWN: Final = Gap.UNKNOWN
ABSENT: Final = Gap.ABSENT
# More than CloudFormation takes as a whole template: where texts are made of one another, each may be ten of the next.
_LONGEST = 1_000_000
# A macro, and a loop of AWS::LanguageExtensions.
FILLING = ("Fn::Transform", "Fn::ForEach::")


class Reference(NamedTuple):
    """What CloudFormation puts in for a resource: `Ref` where `attribute` is None, else `Fn::GetAtt`."""

    resource: Resource
    attribute: str | None = None


class Text(NamedTuple):
    """A text of which parts are known."""

    parts: tuple[str | Reference | Gap, ...]

    @property
    def pattern(self) -> str:
        """The text with a * for each part that is not known."""
        return "".join(part if isinstance(part, str) else "*" for part in self.parts)


def is_open(content: Mapping[Any, Any]) -> bool:
    """Whether a macro or a loop puts more entries into an object than those that are written in it."""
    for key in content:  # noqa: SIM110 - it is asked very often, and this takes half of the time
        if isinstance(key, str) and key.startswith(FILLING):
            return True
    return False


def is_filling(key: object) -> bool:
    """Whether a key is no name of an entry, but becomes entries when the template is deployed."""
    return isinstance(key, str) and key.startswith(FILLING)


def joined(parts: list[str | Reference | Gap | Text]) -> str | Reference | Gap | Text:
    """The parts one after another: a plain text if all are known; UNKNOWN where it is longer than any."""
    flat: list[str | Reference | Gap] = []
    texts: list[str] = []
    length = 0
    for part in parts:
        for piece in part.parts if isinstance(part, Text) else (part,):
            if isinstance(piece, str):
                texts.append(piece)
                length += len(piece)
            else:
                flat += [*_run(texts), piece]
                texts = []
                length += 1
        if length > _LONGEST:
            return UNKNOWN
    flat += _run(texts)
    if not flat:
        return ""
    if len(flat) == 1:
        return flat[0]
    return Text(tuple(flat))


def _run(texts: list[str]) -> list[str]:
    whole = "".join(texts)
    return [whole] if whole else []
