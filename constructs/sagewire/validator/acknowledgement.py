"""Findings that someone has given a reason for: in the template itself, or in the CDK app that made it.

`Metadata: {sagewire: {acknowledge: [{id: SW203, reason: "...", since: 2026-11-01}]}}` on a resource, or a template.
`Validations.of(construct).acknowledge(Acknowledgment(id="sagewire::SW203", reason="2026-11-01: ..."))` counts for the
construct and for everything below it. A reason without words is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from sagewire.validator.template import Resource, Template
from sagewire.validator.value import Value

# CDK puts "Annotation" before an id that comes without the name of a plugin.
_ID = re.compile(r"(?:(?:sagewire|annotation)::)?(SW\d+)", re.IGNORECASE)
_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\s*[:,;–—-]\s*|\s+|$)")  # noqa: RUF001 - people write these dashes


@dataclass(frozen=True, kw_only=True)
class Acknowledgement:
    """A reason for leaving something as it is. since: the day it was given, if that is told."""

    id: str
    reason: str
    since: date | None = None


@dataclass(frozen=True, kw_only=True)
class Unreasoned:
    """An acknowledgement that does not count, since it gives no reason. at: a logical id, or a construct's path."""

    template: str
    at: str
    id: str


def acknowledged_in(resource: Resource, id: str) -> Acknowledgement | None:
    """The reason given for findings of a rule on a resource: by itself, by its template, or by CDK's constructs."""
    given = (
        *_listed(resource.stated["acknowledge"]),
        *_listed(_of_template(resource.template)),
        *_noted(resource),
    )
    return next((each for each in given if each.id == id and each.reason), None)


def unreasoned_in(templates: Iterable[Template]) -> Iterator[Unreasoned]:
    """The acknowledgements of templates that give no reason, each once."""
    seen: set[tuple[str, str]] = set()
    for template in templates:
        for at, given in _written_in(template):
            if not given.reason:
                yield Unreasoned(template=template.name, at=at, id=given.id)
        for path, reasons in template.acknowledged.items():
            for given in _acknowledgements(reasons.items()):
                # A stack's template and those of the stacks nested in it share what CDK notes.
                if not given.reason and (path, given.id) not in seen:
                    seen.add((path, given.id))
                    yield Unreasoned(template=template.name, at=path, id=given.id)


def _written_in(template: Template) -> Iterator[tuple[str, Acknowledgement]]:
    yield from (("", given) for given in _listed(_of_template(template)))
    for resource in template.resources.values():
        yield from ((resource.logical_id, given) for given in _listed(resource.stated["acknowledge"]))


def _of_template(template: Template) -> Value:
    # A value has an owner, which is not asked for here.
    owner = Resource(template, "", {})
    return Value(owner, ("Metadata",), template, template.body.get("Metadata", {}))["sagewire"]["acknowledge"]


def _listed(listed: Value) -> Iterator[Acknowledgement]:
    for entry in listed.elements:
        since = _day(entry["since"].text)
        for given in _acknowledgements([(entry["id"].text, entry["reason"].text)]):
            yield replace(given, since=since or given.since)


def _noted(resource: Resource) -> Iterator[Acknowledgement]:
    """What CDK notes on the construct that made the resource, and on those around it, the nearest first."""
    path = resource.construct_path or ""
    while path:
        yield from _acknowledgements(resource.template.acknowledged.get(path, {}).items())
        path = path.rpartition("/")[0]


def _acknowledgements(given: Iterable[tuple[str | None, str | None]]) -> Iterator[Acknowledgement]:
    for written, reason in given:
        named = _ID.fullmatch((written or "").strip())
        if named:
            words = (reason or "").strip()
            dated = _DATED.match(words)
            since = _day(dated[1]) if dated else None
            said = words[dated.end() :] if dated and since else words
            yield Acknowledgement(id=named[1].upper(), reason=said, since=since)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
