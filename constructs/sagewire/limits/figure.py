"""What a figure of AWS is."""

from dataclasses import dataclass
from datetime import date

_CHECKED = date(2026, 11, 23)


@dataclass(frozen=True, kw_only=True)
class Limit:
    """One AWS figure.

    `shape` names the botocore shape that states the same figure, "service:Shape", where one does: a test compares them.
    """

    value: int
    unit: str
    what: str
    source: str
    minimum: int | None = None
    shape: str | None = None
    checked: date = _CHECKED


@dataclass(frozen=True, kw_only=True)
class Choice:
    """The values that AWS takes for one setting; `shape` is the botocore enumeration that states them, if one does."""

    values: tuple[str | int, ...]
    what: str
    source: str
    shape: str | None = None
    checked: date = _CHECKED
