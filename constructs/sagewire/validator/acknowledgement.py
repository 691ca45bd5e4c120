"""Findings that someone has given a reason for: in the template itself, or in the CDK app that made it.

`Metadata: {sagewire: {acknowledge: [{id: SW203, reason: "...", since: 2026-11-01}]}}` on a resource, or a template.
`Validations.of(construct).acknowledge(Acknowledgment(id="sagewire::SW203", reason="2026-11-01: ..."))` counts for the
construct and for everything below it. A reason without words is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from sagewire.validator.construct_paths import upwards
from sagewire.validator.stated import ACKNOWLEDGE
from sagewire.validator.template import Resource, Template
from sagewire.validator.value import Value

# CDK puts "Annotation" before an id that comes without the name of a plugin.
_ID = re.compile(r"(?:(?:sagewire|annotation)::)?(SW\d+)", re.IGNORECASE)
_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\s*[:,;–—-]\s*|\s+|$)")  # noqa: RUF001 - people write these dashes


class Acknowledgement(NamedTuple):
    """A reason for leaving something as it is. since: the day it was given, if that is told."""

    id: str
    reason: str
    since: date | None = None


class Unreasoned(NamedTuple):
    """An acknowledgement that does not count, since it gives no reason. at: a logical id, or a construct's path."""

    template: str
    at: str
    id: str


def acknowledged_in(resource: Resource, id: str) -> Acknowledgement | None:
    """The reason given for findings of a rule on a resource: by itself, by its template, or by CDK's constructs."""
    given = (
        *_listed(written_as(resource).stated[ACKNOWLEDGE]),
        *_listed(stated_of_template(resource.template)[ACKNOWLEDGE]),
        *_noted(resource),
    )
    return next((each for each in given if each.id == id and each.reason), None)


def written_as(resource: Resource) -> Resource:
    """The resource that stands in the template, where SAM makes this one of it."""
    return resource.template.resources.get(resource.origin, resource)


def unreasoned_in(templates: Iterable[Template]) -> Iterator[Unreasoned]:
    """The acknowledgements of templates that give no reason, each once."""
    seen: set[tuple[str, str]] = set()
    for template in templates:
        for at, given in written_in(template):
            if not given.reason:
                yield Unreasoned(template=template.name, at=at, id=given.id)
        for path, given in noted_in(template):
            # A stack's template and those of the stacks nested in it share what CDK notes.
            if not given.reason and (path, given.id) not in seen:
                seen.add((path, given.id))
                yield Unreasoned(template=template.name, at=path, id=given.id)


def written_in(template: Template) -> Iterator[tuple[str, Acknowledgement]]:
    """What a template itself acknowledges, and of which resource: "" for all of them."""
    for at, listed in lists_in(template):
        yield from ((at, given) for given in _listed(listed))


def noted_in(template: Template) -> Iterator[tuple[str, Acknowledgement]]:
    """What CDK notes of its constructs, and the path of each."""
    for path, reasons in template.acknowledged.items():
        yield from ((path, given) for given in _acknowledgements(reasons.items()))


def lists_in(template: Template) -> Iterator[tuple[str, Value]]:
    """Where a template may acknowledge something: for all of it, and for each resource."""
    yield "", stated_of_template(template)[ACKNOWLEDGE]
    for resource in template.resources.values():
        if not resource.states_nothing:
            yield resource.logical_id, resource.stated[ACKNOWLEDGE]


def stated_of_template(template: Template) -> Value:
    """What stands under Metadata.sagewire of the template as a whole."""
    # A value has an owner, which is not asked for here.
    owner = Resource(template, "", {})
    return Value(owner, ("Metadata",), template, template.body.get("Metadata", {}))["sagewire"]


def _listed(listed: Value) -> Iterator[Acknowledgement]:
    for entry in listed.elements:
        since = day_of(entry["since"].text)
        for given in _acknowledgements([(entry["id"].text, entry["reason"].text)]):
            yield given._replace(since=since or given.since)


def _noted(resource: Resource) -> Iterator[Acknowledgement]:
    """What CDK notes on the construct that made the resource, and on those around it, the nearest first."""
    for path in upwards(resource.construct_path or ""):
        yield from _acknowledgements(resource.template.acknowledged.get(path, {}).items())


def _acknowledgements(given: Iterable[tuple[str | None, str | None]]) -> Iterator[Acknowledgement]:
    for written, reason in given:
        known = rule_id_of(written)
        if known:
            words = (reason or "").strip()
            dated = _DATED.match(words)
            since = day_of(dated[1]) if dated else None
            said = words[dated.end() :] if dated and since else words
            yield Acknowledgement(id=known, reason=said, since=since)


def rule_id_of(written: str | None) -> str | None:
    """The id of a rule, as the catalogue has it; None where something else is written."""
    named = _ID.fullmatch((written or "").strip())
    return named[1].upper() if named else None


def day_of(text: str | None) -> date | None:
    """The day that is written so; None where it is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
