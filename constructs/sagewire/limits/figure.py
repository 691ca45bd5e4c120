"""What a figure of AWS is."""

from dataclasses import dataclass
from datetime import date

_CHECKED = date(2026, 11, 23)


@dataclass(frozen=True, kw_only=True)
class Limit:
    """One AWS figure.

    value: the most that is allowed. minimum: the least; where it is the same as `value`, AWS states no most.
    default: what holds where nothing is set. checked: the day on which the source was read.
    adjustable: None where no request raises the figure; else the code of the quota in Service Quotas, or "quota" where
    that code is not known.
    `shape` names the botocore shape that states the same figure, "service:Shape", and `schema` the property whose
    schema in CloudFormation does, "AWS::Type#/path/to/property" with * for the items of a list: a test compares them.
    """

    value: int
    unit: str
    what: str
    source: str
    minimum: int | None = None
    default: int | None = None
    adjustable: str | None = None
    shape: str | None = None
    schema: str | None = None
    checked: date = _CHECKED


@dataclass(frozen=True, kw_only=True)
class Choice:
    """The values that AWS takes for one setting; `shape` and `schema` name the enumerations that state them, if any."""

    values: tuple[str | int, ...]
    what: str
    source: str
    shape: str | None = None
    schema: str | None = None
    checked: date = _CHECKED


@dataclass(frozen=True, kw_only=True)
class Runtime:
    """A runtime of Lambda, and the days from which AWS does less for it.

    deprecated: no patches and no support. creation_blocked: no new function. update_blocked: no new code for one.
    """

    name: str
    deprecated: date
    creation_blocked: date
    update_blocked: date
    what: str
    source: str
    checked: date = _CHECKED
