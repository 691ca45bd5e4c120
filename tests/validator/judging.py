"""Judging templates in tests, as `sagewire check` does it."""

import copy
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sagewire.validator import Finding, Report
from sagewire.validator.judge import judge, templates_of
from sagewire.validator.rule import Rule

# What AWS ends on a day must not make a test fail on that day.
TODAY = date(2026, 11, 27)


def report_on(
    *bodies: Mapping[str, Any],
    region: str | None = None,
    quotas: Mapping[str, int] | None = None,
    today: date = TODAY,
    rules: Iterable[Rule] | None = None,
    **named: Any,
) -> Report:
    """What is told of templates that are deployed together; no rule may break down over them."""
    templates = {f"{position}.template.json": body for position, body in enumerate(bodies)} | named
    report = judge(templates_of(templates, region=region), region=region, quotas=quotas, today=today, rules=rules)
    assert not report.failures
    return report


def found_in(
    *bodies: Mapping[str, Any],
    region: str | None = None,
    quotas: Mapping[str, int] | None = None,
    today: date = TODAY,
) -> list[str]:
    """The ids of the rules that templates break, one for each finding."""
    return sorted(finding.rule for finding in report_on(*bodies, region=region, quotas=quotas, today=today).findings)


def only_finding(rule: Rule, body: Mapping[str, Any], **options: Any) -> Finding:
    """The one finding on a template, which is this rule's."""
    (finding,) = report_on(body, **options).findings
    assert finding.rule == rule.id
    return finding


def findings_of(rule: Rule, *bodies: Mapping[str, Any], **options: Any) -> Sequence[Finding]:
    """What one rule finds in templates, whatever others do."""
    return report_on(*bodies, rules=[rule], **options).findings


def changed(body: Mapping[str, Any], place: Iterable[str | int], value: Any) -> dict[str, Any]:
    """The template with another value at a place: ("Function", "Properties", "Timeout"). `None` takes it out."""
    result: Any = copy.deepcopy(dict(body))
    *above, last = place
    inside = result["Resources"]
    for key in above:
        inside = inside[key]
    if value is None:
        del inside[last]
    else:
        inside[last] = value
    return dict(result)


def placed(body: Mapping[str, Any], place: Iterable[str | int], value: Any) -> dict[str, Any]:
    """The template with a value at a place; what is missing above the place is made."""
    result: Any = copy.deepcopy(dict(body))
    *above, last = place
    inside = result["Resources"]
    for key in above:
        if isinstance(inside, dict):
            inside.setdefault(key, {})
        inside = inside[key]
    inside[last] = value
    return dict(result)


def with_sections(body: Mapping[str, Any], **sections: Mapping[str, Any]) -> dict[str, Any]:
    """The template with more conditions, parameters, mappings."""
    return {**body, **{name: {**body.get(name, {}), **entries} for name, entries in sections.items()}}
