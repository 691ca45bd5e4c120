"""Policies without the settings of their type."""

from typing import Any

import pytest

from sagewire.validator.rules.scaling.sw638_policy_without_its_settings import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import alarm, scaled, step, tracking
from sagewire.validator.samples.serving import real_time
from tests.validator.judging import findings_of, only_finding

STEPS, TRACKING = "StepScalingPolicyConfiguration", "TargetTrackingScalingPolicyConfiguration"
UNKNOWN: Any = {"Ref": "Any"}


def scaling(policy: Any) -> dict[str, Any]:
    called = alarm("InvocationsPerInstance", calls="WakeUp") if "WakeUp" in policy else {}
    return template(real_time(), scaled(policy={**policy, **called}), Parameters={"Any": {"Type": "String"}})


def test_steps_are_not_a_target() -> None:
    finding = only_finding(RULE, scaling(step(PolicyType="TargetTrackingScaling")))
    assert (finding.resource, finding.property) == ("WakeUp", "Properties/PolicyType")
    assert finding.message == (
        "PolicyType of WakeUp is TargetTrackingScaling, and it has no TargetTrackingScalingPolicyConfiguration:"
        " Application Auto Scaling refuses it"
    )
    assert finding.fix == "Set PolicyType to StepScaling."


def test_a_target_is_not_steps() -> None:
    (finding,) = findings_of(RULE, scaling(tracking(PolicyType="StepScaling")))
    assert "PolicyType of Tracking is StepScaling, and it has no StepScalingPolicyConfiguration" in finding.message
    assert finding.fix == "Set PolicyType to TargetTrackingScaling."


@pytest.mark.parametrize(("policy", "settings"), [(step, STEPS), (tracking, TRACKING)])
def test_there_may_be_no_settings_at_all(policy: Any, settings: str) -> None:
    (finding,) = findings_of(RULE, scaling(policy(**{settings: None})))
    assert finding.fix == f"Add a {settings}."


def test_what_is_there_may_not_be_known() -> None:
    (finding,) = findings_of(
        RULE, scaling(tracking(PolicyType="StepScaling", TargetTrackingScalingPolicyConfiguration=UNKNOWN))
    )
    assert finding.fix == f"Add a {STEPS}."


@pytest.mark.parametrize("policy", [step(), tracking(), step(StepScalingPolicyConfiguration=UNKNOWN)])
def test_those_of_its_type_are_enough(policy: Any) -> None:
    assert findings_of(RULE, scaling(policy)) == []


@pytest.mark.parametrize("type", [UNKNOWN, None, "PredictiveScaling"])
def test_a_type_that_is_not_known_may_need_others(type: Any) -> None:
    assert findings_of(RULE, scaling(tracking(PolicyType=type))) == []


def test_both_of_two_are_found() -> None:
    policies = {**tracking(PolicyType="StepScaling"), **step(PolicyType="TargetTrackingScaling")}
    assert len(findings_of(RULE, scaling(policies))) == 2


def test_a_policy_of_something_else_is_not_looked_at() -> None:
    other: dict[str, Any] = {"ServiceNamespace": "ecs", "ResourceId": "service/shop/ranking"}
    named = {**other, "ScalableDimension": "ecs:service:DesiredCount", "ScalingTargetId": None}
    assert findings_of(RULE, scaling(tracking(PolicyType="StepScaling", **named))) == []
