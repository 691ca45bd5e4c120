"""What holds for every rule: its two templates, and the ways in which a template can say the same, or nothing."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from sagewire.validator.catalogue import all_rules
from sagewire.validator.explain import found_at
from sagewire.validator.rule import Rule
from tests.validator.judging import changed, found_in, only_finding

ROOT = Path(__file__).parents[2]
RULES = {rule.id: rule for rule in all_rules()}
every_rule = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)


@every_rule
def test_the_wrong_template_breaks_this_rule_once_and_no_other(rule: Rule) -> None:
    assert found_in(rule.wrong, region=rule.region) == [rule.id]


@every_rule
def test_the_right_template_breaks_no_rule(rule: Rule) -> None:
    assert found_in(rule.right, region=rule.region) == []


@every_rule
def test_the_finding_is_fit_to_be_read(rule: Rule) -> None:
    finding = only_finding(rule, rule.wrong, region=rule.region)
    assert rule.why
    assert rule.why[0].isupper()
    assert "{" not in finding.message + finding.fix
    assert finding.fix.endswith(".")
    assert not finding.message.endswith(".")
    assert len(finding.message) <= 220
    assert re.match(r"https://(docs\.aws\.amazon\.com|aws\.amazon\.com|boto3\.amazonaws\.com)/\S+$", finding.source)
    assert finding.resource in rule.wrong["Resources"]


@every_rule
def test_the_page_of_a_rule_shows_its_finding(rule: Rule) -> None:
    finding = only_finding(rule, rule.wrong, region=rule.region)
    page = (ROOT / "docs/rules" / f"{rule.id}.md").read_text()
    for said in (finding.message, finding.fix, found_at(finding), finding.source, f"*{finding.severity}*"):
        assert said in page, "run: make docs, and read the difference"


def _value(rule: Rule) -> tuple[tuple[str | int, ...], Any] | None:
    """The place of the value that the finding names, and what stands there; None where nothing does."""
    finding = only_finding(rule, rule.wrong, region=rule.region)
    body: Any = rule.wrong["Resources"][finding.resource]
    place: list[str | int] = []
    for part in finding.property.split("/") if finding.property else ():
        key: Any = int(part) if isinstance(body, list) else part
        if not (isinstance(body, list) or (isinstance(body, dict) and key in body)):
            return None
        body = body[key]
        place.append(key)
    return ((finding.resource, *place), body) if place else None


def _with(body: Mapping[str, Any], **sections: Any) -> dict[str, Any]:
    return {**body, **sections}


def _said_otherwise(value: Any) -> Iterator[tuple[str, Any]]:
    """Ways of saying the same."""
    yield "an If whose condition holds", {"Fn::If": ["Holds", value, {"Ref": "Unset"}]}
    yield "an If of two equal values", {"Fn::If": ["Open", value, value]}
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        yield "a parameter with a default", {"Ref": "Set"}
        yield "a mapping", {"Fn::FindInMap": ["Figures", "some", "figure"]}
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield "a figure that is written as a text", str(value)


SECTIONS: Mapping[str, Any] = {
    "Conditions": {"Holds": {"Fn::Equals": ["a", "a"]}, "Open": {"Fn::Equals": [{"Ref": "Unset"}, "a"]}},
}


def _sections(value: Any) -> dict[str, Any]:
    return {
        **SECTIONS,
        "Parameters": {"Unset": {"Type": "String"}, "Set": {"Type": "String", "Default": value}},
        "Mappings": {"Figures": {"some": {"figure": value}}},
    }


@every_rule
def test_the_same_value_said_otherwise_is_found_as_well(rule: Rule) -> None:
    named = _value(rule)
    if named is None or (isinstance(named[1], dict) and len(named[1]) == 1):
        return
    place, value = named
    for how, said in _said_otherwise(value):
        template = _with(changed(rule.wrong, place, said), **_sections(value))
        assert Counter(found_in(template, region=rule.region))[rule.id] == 1, how


@every_rule
def test_a_value_that_is_not_known_is_no_finding(rule: Rule) -> None:
    named = _value(rule)
    if named is None:
        return
    place, value = named
    for unknown in (
        {"Ref": "Unset"},
        {"Fn::If": ["Open", value, {"Ref": "Unset"}]},
        {"Fn::ImportValue": "from-elsewhere"},
        {"Fn::FindInMap": ["Figures", {"Ref": "Unset"}, "figure"]},
        {"Fn::Transform": {"Name": "Macro"}},
        "{{resolve:ssm:/figure}}",
    ):
        template = _with(changed(rule.wrong, place, unknown), **_sections(value))
        assert rule.id not in found_in(template, region=rule.region), unknown


@every_rule
def test_a_value_of_a_wrong_type_breaks_nothing_down(rule: Rule) -> None:
    named = _value(rule)
    if named is None:
        return
    wrong_types: list[Any] = [[], {}, "", "x", -1, True, [[]], {"Fn::If": "x"}, {"Ref": []}, {"Fn::Join": [1]}, 10**400]
    for wrong in wrong_types:
        found_in(changed(rule.wrong, named[0], wrong), region=rule.region)
    found_in(changed(rule.wrong, named[0], None), region=rule.region)
