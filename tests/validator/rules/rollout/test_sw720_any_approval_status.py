"""A rule that acts on model packages whatever their approval."""

from typing import Any

import pytest

from sagewire.event_types import ENDPOINT_STATE_CHANGE
from sagewire.validator.rules.rollout.sw720_any_approval_status import RULE
from sagewire.validator.samples import ref, sub, template
from sagewire.validator.samples.rollouts import approvals, hears
from tests.validator.judging import found_in, only_finding


def started(arn: Any, *, type: str | None = None) -> dict[str, Any]:
    body = template(approvals(ModelApprovalStatus=None))
    body["Resources"]["Rule"]["Properties"]["Targets"][0]["Arn"] = arn
    if type:
        body["Resources"]["Started"] = {"Type": type, "Properties": {}}
    return body


def test_it_acts_on_rejections_too() -> None:
    finding = only_finding(RULE, template(approvals(ModelApprovalStatus=None)))
    assert (finding.resource, finding.property) == ("Rule", "Properties/EventPattern/detail/ModelApprovalStatus")


def test_a_rule_that_asks_for_approvals_is_sound() -> None:
    assert found_in(template(approvals())) == []


def test_one_thing_or_another_may_ask_for_it() -> None:
    either = [{"ModelApprovalStatus": ["Approved"]}, {"ModelPackageStatus": ["Failed"]}]
    assert found_in(template(approvals(ModelApprovalStatus=None, **{"$or": either}))) == []


def test_other_events_have_no_approval() -> None:
    assert found_in(template(hears(ENDPOINT_STATE_CHANGE, None))) == []


@pytest.mark.parametrize(
    ("arn", "type", "acts"),
    [
        (ref("Started"), "AWS::StepFunctions::StateMachine", True),
        (sub("arn:aws:codepipeline:${AWS::Region}:${AWS::AccountId}:${Started}"), "AWS::CodePipeline::Pipeline", True),
        (sub("arn:${AWS::Partition}:states:us-east-1:${AWS::AccountId}:stateMachine:deploy"), None, True),
        (ref("Started"), "AWS::SNS::Topic", False),
        (ref("Started"), "AWS::SQS::Queue", False),
        ({"Fn::ImportValue": "target"}, None, False),
    ],
)
def test_only_what_starts_something_acts(arn: Any, type: str | None, acts: bool) -> None:
    assert (RULE.id in found_in(started(arn, type=type))) is acts


def test_rules_on_the_calls_that_approve_are_left_alone() -> None:
    calls = hears("AWS API Call via CloudTrail", {"eventName": ["UpdateModelPackage"]})
    assert RULE.id not in found_in(template(calls))


WAITING = "PendingManualApproval"


@pytest.mark.parametrize(
    "asked",
    [
        ["Approved", WAITING],
        ["Approved", "Rejected", WAITING],
        [{"anything-but": "Rejected"}],
        [{"anything-but": ["Rejected"]}],
        [{"prefix": ""}],
        [{"exists": True}],
    ],
)
def test_a_filter_that_lets_models_pass_which_wait_for_approval_is_none(asked: Any) -> None:
    finding = only_finding(RULE, template(approvals(ModelApprovalStatus=asked)))
    assert finding.property == "Properties/EventPattern/detail/ModelApprovalStatus"
    assert finding.message.startswith("Rule hears of models that wait as well")


@pytest.mark.parametrize(
    "asked",
    [
        [WAITING],
        ["Rejected"],
        ["Approved", "Rejected"],
        [{"anything-but": WAITING}],
        [{"anything-but": ["Rejected", WAITING]}],
        [{"prefix": "App"}],
        ["Approved", {"Fn::ImportValue": "status"}],
    ],
)
def test_a_filter_that_tells_them_apart_is_left_alone(asked: Any) -> None:
    assert found_in(template(approvals(ModelApprovalStatus=asked))) == []
