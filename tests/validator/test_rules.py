"""What holds for every rule: its two templates, and the ways in which a template can say the same, or nothing."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from sagewire.validator.catalogue import all_rules
from sagewire.validator.explain import found_at
from sagewire.validator.rule import Rule
from tests.validator.judging import changed, found_in, only_finding, placed, with_sections

ROOT = Path(__file__).parents[2]
RULES = {rule.id: rule for rule in all_rules()}
# Their finding names a resource as a whole: there is no one value that could be said otherwise.
OF_A_RESOURCE = {"SW407", "SW420", "SW421", "SW422", "SW616", "SW622", "SW918"}
# Their finding names a place at which nothing stands.
OF_ABSENCE = {
    "SW107",
    "SW110",
    "SW112",
    "SW132",
    "SW517",
    "SW537",
    "SW617",
    "SW619",
    "SW703",
    "SW720",
    "SW721",
    "SW805",
    "SW806",
    "SW807",
    "SW808",
    "SW810",
    "SW811",
    "SW812",
    "SW813",
    "SW814",
    "SW819",
    "SW836",
    "SW838",
    "SW839",
    "SW855",
    "SW856",
    "SW857",
    "SW907",
    "SW915",
    "SW920",
    "SW921",
}
OF_A_VALUE = RULES.keys() - OF_A_RESOURCE - OF_ABSENCE

Place = tuple[str | int, ...]


def rules(ids: Iterable[str]) -> pytest.MarkDecorator:
    """The test is made for each of these rules."""
    known = sorted(ids)
    return pytest.mark.parametrize("rule", [RULES[rule_id] for rule_id in known], ids=known)


every_rule = rules(RULES)


@every_rule
def test_the_wrong_template_breaks_this_rule_once_and_no_other(rule: Rule) -> None:
    assert found_in(rule.wrong(), region=rule.region) == [rule.id]


@every_rule
def test_the_right_template_breaks_no_rule(rule: Rule) -> None:
    assert found_in(rule.right(), region=rule.region) == []


@every_rule
def test_the_finding_is_fit_to_be_read(rule: Rule) -> None:
    finding = only_finding(rule, rule.wrong(), region=rule.region)
    assert rule.why
    assert rule.why[0].isupper()
    assert not re.search(r"(?<!\$)\{", finding.message + finding.fix)
    assert finding.fix.endswith(".")
    assert not finding.message.endswith(".")
    assert len(finding.message) <= 220
    assert re.match(r"https://(docs\.aws\.amazon\.com|aws\.amazon\.com|boto3\.amazonaws\.com)/\S+$", finding.source)
    assert finding.resource in rule.wrong()["Resources"]


@every_rule
def test_the_page_of_a_rule_shows_its_finding(rule: Rule) -> None:
    finding = only_finding(rule, rule.wrong(), region=rule.region)
    page = (ROOT / "docs/rules" / f"{rule.id}.md").read_text()
    for said in (finding.message, finding.fix, found_at(finding), finding.source, f"*{finding.severity}*"):
        assert said in page, "run: make docs, and read the difference"


def _place(rule: Rule) -> Place:
    """The place that the finding names."""
    finding = only_finding(rule, rule.wrong(), region=rule.region)
    parts = finding.property.split("/") if finding.property else []
    return (finding.resource, *(int(part) if part.isdecimal() else part for part in parts))


def _standing(rule: Rule, place: Place) -> Any:
    """What stands at a place of the wrong template; None where nothing does."""
    body: Any = rule.wrong()["Resources"]
    for part in place:
        if isinstance(body, dict) and part not in body:
            return None
        body = body[part]
    return body


def _missing(rule: Rule) -> list[Place]:
    """The place at which nothing stands, and those above it at which nothing does either."""
    place = _place(rule)
    above = [place[: length + 1] for length in range(len(place))]
    return [part for part in above if _standing(rule, part) is None]


@every_rule
def test_what_a_rule_names_is_of_the_kind_that_it_is_tested_as(rule: Rule) -> None:
    place = _place(rule)
    assert (len(place) == 1) == (rule.id in OF_A_RESOURCE)
    assert (_standing(rule, place) is None) == (rule.id in OF_ABSENCE)


def _said_otherwise(value: Any) -> Iterator[tuple[str, Any]]:
    """Ways of saying the same."""
    yield "an If whose condition holds", {"Fn::If": ["Holds", value, {"Ref": "Unset"}]}
    yield "an If of two equal values", {"Fn::If": ["Open", value, value]}
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        yield "a parameter with a default", {"Ref": "Set"}
        yield "a mapping", {"Fn::FindInMap": ["Figures", "some", "figure"]}
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield "a figure that is written as a text", str(value)


NOTHING = {"Ref": "AWS::NoValue"}
NOTHING_SAID_OTHERWISE: Mapping[str, Any] = {
    "no value": NOTHING,
    "an If whose condition holds": {"Fn::If": ["Holds", NOTHING, {"Ref": "Unset"}]},
    "an If of nothing twice": {"Fn::If": ["Open", NOTHING, NOTHING]},
}
UNKNOWN: Mapping[str, Any] = {
    "a parameter": {"Ref": "Unset"},
    "a parameter, or nothing": {"Fn::If": ["Open", {"Ref": "Unset"}, NOTHING]},
    "an import": {"Fn::ImportValue": "from-elsewhere"},
    "a mapping": {"Fn::FindInMap": ["Figures", {"Ref": "Unset"}, "figure"]},
    "a macro": {"Fn::Transform": {"Name": "Macro"}},
    "a parameter of Systems Manager": "{{resolve:ssm:/figure}}",
}


def _with(rule: Rule, place: Place, said: Any, *, value: Any = "some") -> dict[str, Any]:
    """The wrong template with something else at a place, and all that this refers to."""
    return with_sections(
        placed(rule.wrong(), place, said),
        Conditions={"Holds": {"Fn::Equals": ["a", "a"]}, "Open": {"Fn::Equals": [{"Ref": "Unset"}, "a"]}},
        Parameters={"Unset": {"Type": "String"}, "Set": {"Type": "String", "Default": value}},
        Mappings={"Figures": {"some": {"figure": value}}},
    )


@rules(OF_A_VALUE)
def test_the_same_value_said_otherwise_is_found_as_well(rule: Rule) -> None:
    place = _place(rule)
    value = _standing(rule, place)
    for how, said in _said_otherwise(value):
        found = found_in(_with(rule, place, said, value=value), region=rule.region)
        assert found.count(rule.id) == 1, how


@rules(OF_ABSENCE)
def test_nothing_said_otherwise_is_found_as_well(rule: Rule) -> None:
    for place in _missing(rule):
        for how, said in NOTHING_SAID_OTHERWISE.items():
            found = found_in(_with(rule, place, said), region=rule.region)
            assert found.count(rule.id) == 1, (place, how)


@rules(OF_A_VALUE)
def test_a_value_that_is_not_known_is_no_finding(rule: Rule) -> None:
    place = _place(rule)
    value = _standing(rule, place)
    open_choice = {"Fn::If": ["Open", value, {"Ref": "Unset"}]}
    for how, unknown in {**UNKNOWN, "this value, or a parameter": open_choice}.items():
        assert rule.id not in found_in(_with(rule, place, unknown, value=value), region=rule.region), how


@rules(OF_ABSENCE)
def test_what_may_stand_where_nothing_is_known_to_is_no_finding(rule: Rule) -> None:
    for place in _missing(rule):
        for how, unknown in UNKNOWN.items():
            assert rule.id not in found_in(_with(rule, place, unknown), region=rule.region), (place, how)


WRONG_TYPES = [[], {}, "", "x", -1, True, [[]], {"Fn::If": "x"}, {"Ref": []}, {"Fn::Join": [1]}, 10**400]


@rules(OF_A_VALUE | OF_ABSENCE)
def test_a_value_of_a_wrong_type_breaks_nothing_down(rule: Rule) -> None:
    place = _place(rule)
    for wrong in WRONG_TYPES:
        found_in(placed(rule.wrong(), place, wrong), region=rule.region)


@rules(OF_A_VALUE)
def test_a_value_that_is_taken_out_breaks_nothing_down(rule: Rule) -> None:
    found_in(changed(rule.wrong(), _place(rule), None), region=rule.region)
