"""Whether conditions hold, as far as the templates tell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sagewire.validator.intrinsics import scalar
from sagewire.validator.known import UNKNOWN

if TYPE_CHECKING:
    from sagewire.validator.template import Template


def truth(template: Template, raw: Any) -> bool | None:
    """Whether a condition holds; None if the template does not tell."""
    if not isinstance(raw, dict) or len(raw) != 1:
        return None
    ((name, argument),) = raw.items()
    return template.assembly.deeper(_truth, template, name, argument)


def _truth(template: Template, name: Any, argument: Any) -> bool | None:
    result = None
    match name, argument:
        case "Condition", str():
            result = template.holds(argument)
        case "Fn::Equals", [left, right]:
            result = _equal(scalar(template, left), scalar(template, right))
        case "Fn::Not", [condition]:
            result = _negated(truth(template, condition))
        case "Fn::And", list():
            result = _all(truth(template, condition) for condition in argument)
        case "Fn::Or", list():
            result = _negated(_all(_negated(truth(template, condition)) for condition in argument))
    return result


def _negated(holds: bool | None) -> bool | None:  # noqa: FBT001 - it is what the function is about
    return None if holds is None else not holds


def _all(truths: Iterable[bool | None]) -> bool | None:
    result: bool | None = True
    for holds in truths:
        if holds is False:
            return False
        result = result and holds
    return result


def _equal(left: Any, right: Any) -> bool | None:
    return None if left is UNKNOWN or right is UNKNOWN else left == right
