"""What is known of a value in a template: all of it, part of it, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sagewire.validator.template import Resource


class Gap(Enum):
    """Why there is no value."""

    UNKNOWN = "unknown"  # the template alone does not tell it
    ABSENT = "absent"  # the template says that there is none


UNKNOWN: Final = Gap.UNKNOWN
ABSENT: Final = Gap.ABSENT


@dataclass(frozen=True, kw_only=True)
class Reference:
    """What CloudFormation puts in for a resource: `Ref` where `attribute` is None, else `Fn::GetAtt`."""

    resource: Resource
    attribute: str | None = None


@dataclass(frozen=True)
class Text:
    """A text of which parts are known."""

    parts: tuple[str | Reference | Gap, ...]

    @property
    def pattern(self) -> str:
        """The text with a * for each part that is not known."""
        return "".join(part if isinstance(part, str) else "*" for part in self.parts)


def joined(parts: list[str | Reference | Gap | Text]) -> str | Reference | Gap | Text:
    """The parts one after another: a plain text if all are known."""
    flat: list[str | Reference | Gap] = []
    for part in parts:
        for piece in part.parts if isinstance(part, Text) else (part,):
            if isinstance(piece, str) and flat and isinstance(flat[-1], str):
                flat[-1] += piece
            elif piece != "":
                flat.append(piece)
    if not flat:
        return ""
    if len(flat) == 1:
        return flat[0]
    return Text(tuple(flat))
