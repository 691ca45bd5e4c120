"""Acknowledgements that do not do what their authors may think: of no rule, of no day, or of what is found no more."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sagewire.validator.acknowledgement import (
    Acknowledgement,
    day_of,
    lists_in,
    noted_in,
    rule_id_of,
    stated_of_template,
    written_in,
)
from sagewire.validator.finding import Finding, Report
from sagewire.validator.known import Reference, Text
from sagewire.validator.stated import ACKNOWLEDGE
from sagewire.validator.template import Template
from sagewire.validator.value import Value


@dataclass(frozen=True, kw_only=True)
class Odd:
    """What is odd about an acknowledgement. at: a logical id, a construct's path, or "" for the whole template."""

    template: str
    at: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Gone:
    """An acknowledgement of what is found no more. at: as above."""

    template: str
    at: str
    given: Acknowledgement


def odd_in(templates: Sequence[Template], *, rules: Collection[str], today: date) -> Iterator[Odd]:
    """What is odd, each once. rules: the ids of all."""
    told: set[tuple[str, str]] = set()
    for template in templates:
        yield from (Odd(template=template.name, at=at, why=why) for at, why in _odd_written(template, rules, today))
        for at, why in _odd_noted(template, rules, today):
            # A stack's template and those of the stacks nested in it share what CDK notes.
            if (at, why) not in told:
                told.add((at, why))
                yield Odd(template=template.name, at=at, why=why)


def gone_in(templates: Sequence[Template], report: Report) -> Iterator[Gone]:
    """What is acknowledged with a reason, and found no more; nothing where not everything could be looked at."""
    if report.failures:
        return
    found = [each.finding for each in report.acknowledged]
    told: set[tuple[str, str]] = set()
    for template in templates:
        for at, given in written_in(template):
            if given.reason and not any(_lies_at(finding, template.name, at, given.id) for finding in found):
                yield Gone(template=template.name, at=at, given=given)
        for path, given in noted_in(template):
            if given.reason and (path, given.id) not in told:
                told.add((path, given.id))
                if not any(_lies_below(finding, path, given.id) for finding in found):
                    yield Gone(template=template.name, at=path, given=given)


def _odd_written(template: Template, rules: Collection[str], today: date) -> Iterator[tuple[str, str]]:
    for key in stated_of_template(template).entries:
        if key != ACKNOWLEDGE:
            yield "", f"states {key}, which is read of a resource alone"
    for at, listed in lists_in(template):
        yield from ((at, why) for why in _odd_list(listed, rules))
    yield from _to_come(written_in(template), today)


def _odd_noted(template: Template, rules: Collection[str], today: date) -> Iterator[tuple[str, str]]:
    for path, reasons in template.acknowledged.items():
        for written in reasons:
            if _is_ours(written) and rule_id_of(written) not in rules:
                yield path, _no_rule(written)
    yield from _to_come(noted_in(template), today)


def _to_come(given: Iterable[tuple[str, Acknowledgement]], today: date) -> Iterator[tuple[str, str]]:
    for at, each in given:
        if each.since is not None and each.since > today:
            yield at, f"acknowledges {each.id} since {each.since.isoformat()}, which is yet to come"


def _odd_list(listed: Value, rules: Collection[str]) -> Iterator[str]:
    if listed.present and listed.content is not None and not isinstance(listed.content, list | Reference | Text):
        yield "acknowledges with what is no list: it does not count"
    for entry in listed.elements:
        written, since = entry["id"], entry["since"]
        if not isinstance(entry.content, dict) or written.absent:
            yield "acknowledges without an `id`: it does not count"
        elif written.text is not None and rule_id_of(written.text) not in rules:
            yield _no_rule(written.text)
        elif since.text is not None and day_of(since.text) is None:
            yield f"acknowledges {written.text} since {since.text!r}: the day is not understood; write it as 2026-11-01"


def _no_rule(written: str) -> str:
    return f"acknowledges {written!r}, which is no rule: it does not count"


def _is_ours(written: str) -> bool:
    """Whether an id that CDK notes is meant for this validator, and not for another plugin."""
    return written.lower().startswith("sagewire::") or rule_id_of(written) is not None


def _lies_at(finding: Finding, template: str, at: str, id: str) -> bool:
    return (finding.rule, finding.template) == (id, template) and at in ("", finding.resource, finding.origin)


def _lies_below(finding: Finding, path: str, id: str) -> bool:
    return finding.rule == id and f"{finding.construct or ''}/".startswith(f"{path}/" if path else "")
