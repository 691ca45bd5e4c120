"""SW810."""

from typing import Any

import pytest

from sagewire.event_types import MODEL_PACKAGE_STATE_CHANGE
from sagewire.validator.rules.events.sw810_pattern_without_source import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import event_rule, function
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import found_in, only_finding


def _of(pattern: Any, endpoint: str | None = "Endpoint", **changes: Any) -> dict[str, Any]:
    return template(serverless(), function(endpoint=endpoint), event_rule(pattern=pattern, **changes))


@pytest.mark.parametrize("account", [None, ["111122223333"]])
def test_a_pattern_that_asks_for_no_source_is_found(account: object) -> None:
    finding = only_finding(RULE, _of({"source": None, "account": account}))
    assert (finding.found, finding.resource, finding.property) == ("Rule", "Rule", "Properties/EventPattern/source")


@pytest.mark.parametrize("source", [["shop"], ["aws.sagemaker"], [{"prefix": "shop."}], {"Fn::ImportValue": "source"}])
def test_a_pattern_that_asks_for_a_source_is_sound(source: object) -> None:
    assert found_in(_of({"source": source, "account": None})) == []


def test_alternatives_may_ask_for_it() -> None:
    either = [{"source": ["shop"]}, {"source": ["website"]}]
    assert found_in(_of({"source": None, "$or": either})) == []


def test_an_approval_that_anybody_may_forge_is_found_whomever_it_is_told() -> None:
    forged = {"source": None, "account": None, "detail-type": [MODEL_PACKAGE_STATE_CHANGE]}
    topic = [{"Id": "Topic", "Arn": "arn:aws:sns:us-east-1:111122223333:approvals"}]
    approved = {"detail": {"ModelPackageGroupName": ["ranking"], "ModelApprovalStatus": ["Approved"]}}
    body = _of({**forged, **approved}, endpoint=None, Targets=topic)
    assert only_finding(RULE, body).resource == "Rule"


def test_rules_that_have_nothing_to_do_with_inference_are_left_alone() -> None:
    assert found_in(_of({"source": None}, endpoint=None)) == []


def test_a_rule_that_goes_by_the_clock_matches_nothing() -> None:
    assert found_in(_of(None, EventPattern=None, ScheduleExpression="rate(1 hour)")) == []


def test_a_pattern_that_is_not_known_is_not_judged() -> None:
    assert found_in(_of(None, EventPattern={"Fn::ImportValue": "pattern"})) == []


@pytest.mark.parametrize(
    "source",
    [
        [{"prefix": ""}],
        [{"wildcard": "*"}],
        [{"exists": True}],
        [{"anything-but": "shop"}],
        [{"anything-but": ["shop", "aws.s3"]}],
        [{"anything-but": {"prefix": "aws."}}],
        ["shop", {"prefix": ""}],
    ],
)
def test_a_source_that_anybody_may_have_is_none(source: Any) -> None:
    finding = only_finding(RULE, _of({"source": source}))
    assert finding.property == "Properties/EventPattern/source"
    assert finding.message.startswith("the pattern asks for no certain source: ")


@pytest.mark.parametrize(
    "source",
    [
        [{"wildcard": "shop.*"}],
        [{"exists": False}],
        [{"anything-but": {"Fn::ImportValue": "source"}}],
        [{"anything-but": ["shop", {"Fn::ImportValue": "source"}]}],
        [{"anything-but": {"prefix": {"Fn::ImportValue": "source"}}}],
        [{"anything-but": {"suffix": "x"}}],
        [{"prefix": {"Fn::ImportValue": "source"}}],
    ],
)
def test_a_source_that_may_leave_others_out_is_left_alone(source: Any) -> None:
    assert found_in(_of({"source": source})) == []
