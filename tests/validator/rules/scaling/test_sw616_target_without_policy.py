"""A scalable target that nothing scales."""

from typing import Any

from sagewire.validator.rules.scaling.sw616_target_without_policy import RULE
from sagewire.validator.samples import sub, template
from sagewire.validator.samples.scaling import scaled, tracking
from sagewire.validator.samples.serving import real_time
from tests.validator.judging import found_in, only_finding


def test_bounds_alone_scale_nothing() -> None:
    finding = only_finding(RULE, template(real_time(), scaled(policy={})))
    assert (finding.resource, finding.property) == ("Target", "")


def test_a_schedule_scales() -> None:
    morning = {"ScheduledActionName": "morning", "Schedule": "rate(1 day)", "ScalableTargetAction": {"MinCapacity": 4}}
    assert found_in(template(real_time(), scaled(policy={}, ScheduledActions=[morning]))) == []


def test_a_policy_may_name_what_it_scales() -> None:
    named: dict[str, Any] = {
        "ScalingTargetId": None,
        "ServiceNamespace": "sagemaker",
        "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
        "ResourceId": sub("endpoint/${Endpoint.EndpointName}/variant/AllTraffic"),
    }
    policy = tracking(**named)
    policy["Tracking"]["DependsOn"] = ["Target"]
    assert found_in(template(real_time(), scaled(policy=policy))) == []


def test_a_policy_of_something_else_is_none() -> None:
    other = tracking(ScalingTargetId=None, ResourceId="endpoint/elsewhere/variant/Main", ScalableDimension="x")
    assert RULE.id in found_in(template(real_time(), scaled(policy=other)))


def test_a_policy_whose_target_is_not_known_may_be_the_one() -> None:
    unknown = tracking(ScalingTargetId={"Fn::ImportValue": "target"})
    assert RULE.id not in found_in(template(real_time(), scaled(policy=unknown)))


def test_another_stack_may_add_the_policy() -> None:
    body = template(real_time(), scaled(policy={}))
    assert found_in({**body, "Outputs": {"Target": {"Value": {"Ref": "Target"}}}}) == []


def test_a_macro_may_add_the_policy() -> None:
    assert RULE.id not in found_in({**template(real_time(), scaled(policy={})), "Transform": "Macro"})
