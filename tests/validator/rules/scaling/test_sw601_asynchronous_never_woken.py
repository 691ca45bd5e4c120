"""An asynchronous endpoint that the first request does not wake."""

from typing import Any

import pytest

from sagewire.validator.rules.scaling.sw601_asynchronous_never_woken import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import (
    ENDPOINT_DIMENSIONS,
    alarm,
    backlog,
    customized,
    scaled,
    step,
    tracking,
    wake_up,
)
from sagewire.validator.samples.serving import asynchronous, real_time
from tests.validator.judging import found_in, only_finding


def asleep(*parts: Any, policy: Any = None, **changes: Any) -> dict[str, Any]:
    policies = {**backlog(), **step()} if policy is None else policy
    return template(asynchronous(), scaled(policy=policies, **{"MinCapacity": 0, **changes}), *parts)


def test_target_tracking_alone_does_not_see_the_first_requests() -> None:
    finding = only_finding(RULE, asleep(policy=backlog()))
    assert (finding.property, finding.found) == ("Properties/MinCapacity", "0")
    assert "HasBacklogWithoutCapacity" in finding.message


def test_an_endpoint_that_keeps_an_instance_need_not_be_woken() -> None:
    assert found_in(asleep(policy=backlog(), MinCapacity=1)) == []


@pytest.mark.parametrize(
    "metric", ["HasBacklogWithoutCapacity", "ApproximateBacklogSize", "ApproximateAgeOfOldestRequest"]
)
def test_an_alarm_on_the_queue_wakes_it(metric: str) -> None:
    assert found_in(asleep(wake_up(metric))) == []


def test_an_alarm_on_something_else_may_wake_it() -> None:
    assert found_in(asleep(alarm("Waiting", {}, calls="WakeUp", Namespace="Shop"))) == []


def test_an_alarm_on_the_backlog_per_instance_does_not_wake_it() -> None:
    sleeping = asleep(alarm("ApproximateBacklogSizePerInstance", ENDPOINT_DIMENSIONS, calls="WakeUp"))
    assert found_in(sleeping) == [RULE.id]


def test_an_alarm_whose_metric_is_not_known_may_wake_it() -> None:
    unknown = alarm({"Ref": "Metric"}, ENDPOINT_DIMENSIONS, calls="WakeUp")
    assert found_in({**asleep(unknown), "Parameters": {"Metric": {"Type": "String"}}}) == []


def test_the_whole_backlog_has_data_without_an_instance() -> None:
    tracked = tracking(customized=customized("ApproximateBacklogSize", ENDPOINT_DIMENSIONS), value=5)
    assert found_in(asleep(policy=tracked)) == []


def test_a_schedule_wakes_it() -> None:
    morning = {
        "ScheduledActionName": "morning",
        "Schedule": "cron(0 8 * * ? *)",
        "ScalableTargetAction": {"MinCapacity": 1},
    }
    assert found_in(asleep(policy=backlog(), ScheduledActions=[morning])) == []


def test_a_schedule_that_lets_it_sleep_does_not_wake_it() -> None:
    night = {
        "ScheduledActionName": "night",
        "Schedule": "cron(0 20 * * ? *)",
        "ScalableTargetAction": {"MinCapacity": 0},
    }
    assert found_in(asleep(policy=backlog(), ScheduledActions=[night])) == [RULE.id]


def test_a_policy_that_others_are_told_of_may_be_called_from_elsewhere() -> None:
    assert found_in({**asleep(), "Outputs": {"Policy": {"Value": {"Ref": "WakeUp"}}}}) == []


def test_a_macro_may_add_the_alarm() -> None:
    assert found_in({**asleep(policy=backlog()), "Transform": "AcmeMacro"}) == []


def test_a_policy_whose_target_is_not_known_may_wake_it() -> None:
    other = step(id="Other", ScalingTargetId={"Fn::ImportValue": "target"})
    assert RULE.id not in found_in(asleep(other, policy=backlog()))


def test_a_real_time_endpoint_at_zero_is_another_fault() -> None:
    assert found_in(template(real_time(), scaled(MinCapacity=0))) == ["SW602"]
