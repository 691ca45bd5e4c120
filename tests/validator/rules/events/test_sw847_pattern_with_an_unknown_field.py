"""SW847."""

from typing import Any

import pytest

from sagewire.validator.rules.events.sw847_pattern_with_an_unknown_field import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import event_rule, function
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import findings_of, found_in, only_finding


def asking(**pattern: Any) -> dict[str, Any]:
    return template(serverless(), function(), event_rule(pattern=pattern))


@pytest.mark.parametrize(
    ("field", "meant"),
    [
        ("detailType", "detail-type"),
        ("detail_type", "detail-type"),
        ("DetailType", "detail-type"),
        ("Source", "source"),
        ("Detail-Type", "detail-type"),
    ],
)
def test_a_field_that_is_spelled_otherwise_is_found(field: str, meant: str) -> None:
    finding = only_finding(RULE, asking(**{field: ["x"]}))
    assert (finding.property, finding.fix) == (f"Properties/EventPattern/{field}", f"Call it {meant}.")


def test_a_field_of_what_happened_belongs_under_detail() -> None:
    finding = only_finding(RULE, asking(page={"id": ["x"]}))
    assert "asks for 'page', which no event has" in finding.message
    assert "under detail" in finding.fix


@pytest.mark.parametrize(
    "field", ["version", "id", "detail-type", "source", "account", "time", "region", "resources", "replay-name"]
)
def test_each_field_of_an_event_is_sound(field: str) -> None:
    assert not findings_of(RULE, asking(**{field: ["x"]}))


def test_what_is_asked_inside_of_detail_is_of_the_event() -> None:
    assert found_in(asking(detail={"detailType": ["x"]})) == []


def test_each_of_several_ways_is_looked_at() -> None:
    (finding,) = findings_of(RULE, asking(**{"$or": [{"source": ["x"]}, {"detailType": ["x"]}]}))
    assert finding.property == "Properties/EventPattern/$or/1/detailType"


@pytest.mark.parametrize(
    "asked",
    [[{"exists": False}], {"id": [{"exists": False}]}, ["x", {"exists": False}], {"Ref": "Unset"}, [{"Ref": "Unset"}]],
)
def test_a_field_that_may_be_missing_is_no_fault(asked: object) -> None:
    body = {**asking(page=asked), "Parameters": {"Unset": {"Type": "String"}}}
    assert not findings_of(RULE, body)


def test_rules_that_have_nothing_to_do_with_inference_are_left_alone() -> None:
    assert found_in(template(function(endpoint=None), event_rule(pattern={"detailType": ["x"]}))) == []
