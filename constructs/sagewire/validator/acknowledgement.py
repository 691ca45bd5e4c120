"""Findings that someone has given a reason for, in the template itself.

`Metadata: {sagewire: {acknowledge: [{id: SW203, reason: "...", since: 2026-11-01}]}}`, on a resource or the
template.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sagewire.validator.template import Resource
from sagewire.validator.value import Value


@dataclass(frozen=True, kw_only=True)
class Acknowledgement:
    """A reason for leaving something as it is. since: the day it was given, if that is told."""

    id: str
    reason: str
    since: date | None = None


def acknowledged_in(resource: Resource, id: str) -> Acknowledgement | None:
    """The reason that a resource, or its template, gives for findings of this rule; one without words is none."""
    of_template = Value(resource, ("Metadata",), resource.template, resource.template.body.get("Metadata", {}))
    for listed in (resource.stated["acknowledge"], of_template["sagewire"]["acknowledge"]):
        for given in _acknowledgements(listed):
            if given.id == id:
                return given
    return None


def _acknowledgements(listed: Value) -> Iterator[Acknowledgement]:
    for entry in listed.elements:
        rule, reason = entry["id"].text, entry["reason"].text
        if rule and reason and reason.strip():
            yield Acknowledgement(id=rule.upper(), reason=reason.strip(), since=_day(entry["since"].text))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
