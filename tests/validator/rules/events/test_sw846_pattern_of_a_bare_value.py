"""SW846."""

from typing import Any

import pytest

from sagewire.validator.rules.events.sw846_pattern_of_a_bare_value import RULE
from sagewire.validator.samples import att, ref, resource, sub, template
from sagewire.validator.samples.invoking import event_rule, function
from sagewire.validator.samples.rollouts import approvals
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import findings_of, found_in, only_finding


def asking(**pattern: Any) -> dict[str, Any]:
    return template(serverless(), function(), event_rule(pattern=pattern))


def test_a_bare_status_is_refused() -> None:
    finding = only_finding(RULE, template(approvals(ModelApprovalStatus="Approved")))
    assert finding.property == "Properties/EventPattern/detail/ModelApprovalStatus"
    assert "ModelApprovalStatus is Approved;" in finding.message
    assert finding.fix == "Write [Approved]."


@pytest.mark.parametrize("value", ["pages", 1, True, sub("pages-${Name}"), ref("Pages"), ref("AWS::AccountId")])
def test_any_bare_value_is(value: object) -> None:
    body = asking(detail={"page": {"id": value}})
    body["Parameters"] = {"Name": {"Type": "String"}}
    body["Resources"].update(resource("Pages", "AWS::S3::Bucket", {}, {}))
    assert [finding.property for finding in findings_of(RULE, body)] == ["Properties/EventPattern/detail/page/id"]


def test_so_is_an_empty_list() -> None:
    (finding,) = findings_of(RULE, asking(**{"detail-type": []}))
    assert "detail-type is an empty list;" in finding.message


def test_so_is_one_of_several_ways() -> None:
    ways = [{"page": "home"}, {"page": ["start"]}]
    (finding,) = findings_of(RULE, asking(detail={"$or": ways}))
    assert finding.property == "Properties/EventPattern/detail/$or/0/page"


@pytest.mark.parametrize(
    "value",
    [["pages"], [{"prefix": "pages"}], [None], {"id": ["x"]}, ref("Unset"), att("Pages", "Tags"), ref("Several")],
)
def test_lists_and_objects_are_sound(value: object) -> None:
    body = asking(detail={"page": value})
    several = {"Type": "CommaDelimitedList", "Default": "a,b"}
    body["Parameters"] = {"Unset": {"Type": "String"}, "Several": several}
    body["Resources"].update(resource("Pages", "AWS::S3::Bucket", {}, {}))
    assert not findings_of(RULE, body)


def test_a_pattern_that_is_one_text_is_not_read() -> None:
    rule = event_rule(EventPattern='{"source": "pages"}')
    assert not findings_of(RULE, template(serverless(), function(), rule))


def test_rules_that_have_nothing_to_do_with_inference_are_left_alone() -> None:
    assert found_in(template(function(endpoint=None), event_rule(pattern={"source": "pages"}))) == []
