"""Alarms that are to bring back capacity, and do not."""

from typing import Any

import pytest

from sagewire.validator.rules.scaling.sw601_asynchronous_never_woken import RULE as NEVER_WOKEN
from sagewire.validator.rules.scaling.sw603_component_never_woken import RULE as COMPONENT_NEVER_WOKEN
from sagewire.validator.rules.scaling.sw634_wake_up_that_adds_nothing import RULE
from sagewire.validator.samples import ref, template
from sagewire.validator.samples.scaling import (
    COMPONENT_DIMENSIONS,
    COMPONENT_TARGET,
    ENDPOINT_DIMENSIONS,
    alarm,
    backlog,
    customized,
    listed,
    scaled,
    step,
    target,
    tracking,
    wake_up,
)
from sagewire.validator.samples.serving import asynchronous, component, component_host, real_time
from tests.validator.judging import findings_of, only_finding

BACKLOG = "HasBacklogWithoutCapacity"
BELOW = "LessThanThreshold"
ANY_OF = {"Ref": "Any"}
ANY = {"Parameters": {"Any": {"Type": "String"}}}


def asleep(*parts: Any, **changes: Any) -> dict[str, Any]:
    scaling = scaled(policy=backlog(), **{"MinCapacity": 0, **changes})
    return template(asynchronous(), scaling, *(parts or (wake_up(),)), **ANY)


def stepping(*steps: Any, **settings: Any) -> Any:
    configured = {"AdjustmentType": "ChangeInCapacity", "StepAdjustments": list(steps), **settings}
    return step(StepScalingPolicyConfiguration=configured)


def adding(figure: Any, lower: Any = 0) -> dict[str, Any]:
    return {"MetricIntervalLowerBound": lower, "ScalingAdjustment": figure}


def reasons(body: dict[str, Any]) -> list[str]:
    return [finding.message.partition(": ")[2] for finding in findings_of(RULE, body)]


def test_an_alarm_that_calls_nothing_wakes_nothing() -> None:
    finding = only_finding(RULE, asleep(wake_up(ActionsEnabled=False)))
    assert (finding.resource, finding.property) == ("WakeUpAlarm", "Properties/ActionsEnabled")
    assert finding.message == (
        "no request brings back Target, which scales to nothing: WakeUpAlarm has its actions switched off"
    )
    assert finding.fix == "Leave out ActionsEnabled."


@pytest.mark.parametrize("enabled", [True, None, {"Ref": "Any"}])
def test_one_whose_actions_may_be_on_wakes_it(enabled: Any) -> None:
    assert reasons(asleep(wake_up(ActionsEnabled=enabled))) == []


def test_one_of_two_is_enough() -> None:
    other = alarm("ApproximateBacklogSize", ENDPOINT_DIMENSIONS, id="Other", calls="WakeUp")
    assert reasons(asleep(wake_up(ActionsEnabled=False), other)) == []


def test_all_that_are_in_the_way_are_named() -> None:
    other = alarm(
        "ApproximateBacklogSize",
        ENDPOINT_DIMENSIONS,
        id="Other",
        calls="WakeUp",
        ComparisonOperator="LessThanThreshold",
    )
    assert sorted(reasons(asleep(wake_up(ActionsEnabled=False), other))) == [
        "Other goes off while ApproximateBacklogSize is low, not once it rises",
        "WakeUpAlarm has its actions switched off",
    ]


@pytest.mark.parametrize("operator", ["LessThanThreshold", "LessThanOrEqualToThreshold"])
def test_an_alarm_that_goes_off_below_its_threshold_does_not_hear_of_requests(operator: str) -> None:
    (finding,) = findings_of(RULE, asleep(wake_up(ComparisonOperator=operator)))
    assert (finding.property, finding.found) == ("Properties/ComparisonOperator", operator)
    assert finding.message.endswith("WakeUpAlarm goes off while HasBacklogWithoutCapacity is low, not once it rises")
    assert finding.fix == "Take GreaterThanOrEqualToThreshold."


@pytest.mark.parametrize("operator", ["GreaterThanThreshold", {"Ref": "Any"}])
def test_an_alarm_that_goes_off_above_does(operator: Any) -> None:
    assert reasons(asleep(wake_up(ComparisonOperator=operator, Threshold=0))) == []


@pytest.mark.parametrize("actions", ["OKActions", "InsufficientDataActions"])
def test_an_alarm_that_goes_off_below_may_call_when_it_is_over(actions: str) -> None:
    called: dict[str, Any] = {actions: [ref("WakeUp")]}
    assert reasons(asleep(wake_up(ComparisonOperator=BELOW, **called))) == []


@pytest.mark.parametrize("called", [None, [], ["arn:aws:sns:eu-west-1:123456789012:told"]])
def test_an_alarm_that_calls_once_it_is_over_calls_too_late(called: Any) -> None:
    (finding,) = findings_of(RULE, asleep(wake_up(AlarmActions=called, OKActions=[ref("WakeUp")], Statistic="Sum")))
    assert finding.property == "Properties/OKActions"
    assert finding.message.endswith("WakeUpAlarm calls WakeUp when HasBacklogWithoutCapacity is low again")
    assert finding.fix == "Call WakeUp by AlarmActions."


@pytest.mark.parametrize(
    "changes",
    [
        {"AlarmActions": [ref("WakeUp")]},
        {"AlarmActions": [{"Ref": "Any"}]},
        {"AlarmActions": None, "InsufficientDataActions": [ref("WakeUp")]},
        {"AlarmActions": None, "ComparisonOperator": BELOW},
        {"AlarmActions": None, "ComparisonOperator": {"Ref": "Any"}},
    ],
)
def test_it_may_call_in_time_as_well(changes: dict[str, Any]) -> None:
    assert reasons(asleep(wake_up(OKActions=[ref("WakeUp")], **changes))) == []


@pytest.mark.parametrize("figure", [-1, 0])
def test_a_policy_that_adds_nothing_wakes_nothing(figure: int) -> None:
    (finding,) = findings_of(RULE, asleep(wake_up(), stepping(adding(figure))))
    place = "Properties/StepScalingPolicyConfiguration/StepAdjustments/0/ScalingAdjustment"
    assert (finding.resource, finding.property, finding.found) == ("WakeUp", place, str(figure))
    assert finding.message.endswith(f"WakeUp adds nothing by a ScalingAdjustment of {figure}")
    assert finding.fix == "Set ScalingAdjustment to 1 or more."


def test_an_exact_capacity_of_none_is_nothing_either() -> None:
    assert len(reasons(asleep(wake_up(), stepping(adding(0), AdjustmentType="ExactCapacity")))) == 1


@pytest.mark.parametrize("steps", [[adding(1)], [adding({"Ref": "Any"})], [{"Ref": "Any"}], []])
def test_a_policy_that_may_add_something_wakes_it(steps: list[Any]) -> None:
    assert reasons(asleep(wake_up(), stepping(*steps))) == []


def test_one_step_that_adds_is_enough() -> None:
    lower = {"MetricIntervalUpperBound": 0, "ScalingAdjustment": -1}
    assert reasons(asleep(wake_up(), stepping(lower, adding(1)))) == []


def test_a_percentage_of_nothing_is_nothing() -> None:
    (finding,) = findings_of(RULE, asleep(wake_up(), stepping(adding(100), AdjustmentType="PercentChangeInCapacity")))
    assert finding.property == "Properties/StepScalingPolicyConfiguration/AdjustmentType"
    assert finding.message.endswith("WakeUp adds a percentage of what is there, which is nothing")
    assert finding.fix == "Take ChangeInCapacity, or set MinAdjustmentMagnitude."


@pytest.mark.parametrize(
    "settings",
    [
        {"AdjustmentType": "PercentChangeInCapacity", "MinAdjustmentMagnitude": 1},
        {"AdjustmentType": "PercentChangeInCapacity", "MinAdjustmentMagnitude": {"Ref": "Any"}},
        {"AdjustmentType": "ExactCapacity"},
        {"AdjustmentType": {"Ref": "Any"}},
    ],
)
def test_a_percentage_of_one_at_least_is_something(settings: dict[str, Any]) -> None:
    assert reasons(asleep(wake_up(), stepping(adding(100), **settings))) == []


@pytest.mark.parametrize(("lower", "threshold"), [(1, 1), (0.5, 1), (0.6, 0.5)])
def test_a_step_that_begins_above_what_the_metric_reaches_is_never_taken(lower: float, threshold: float) -> None:
    (finding,) = findings_of(RULE, asleep(wake_up(Threshold=threshold), stepping(adding(1, lower))))
    place = "Properties/StepScalingPolicyConfiguration/StepAdjustments/0/MetricIntervalLowerBound"
    assert (finding.resource, finding.property, finding.found) == ("WakeUp", place, str(lower))
    assert finding.message.endswith(
        f"WakeUp acts from {lower} above the threshold of WakeUpAlarm,"
        f" and HasBacklogWithoutCapacity is 1 at most, {1 - threshold:g} above it"
    )
    assert finding.fix == "Set MetricIntervalLowerBound to 0: it is counted from the threshold."


@pytest.mark.parametrize(
    ("lower", "threshold"), [(0, 1), (0.5, 0.5), (None, 1), ({"Ref": "Any"}, 1), (1, {"Ref": "Any"})]
)
def test_a_step_that_may_begin_within_reach_is_taken(lower: Any, threshold: Any) -> None:
    begun = adding(1, lower) if lower is not None else {"MetricIntervalUpperBound": 5, "ScalingAdjustment": 1}
    assert reasons(asleep(wake_up(Threshold=threshold), stepping(begun))) == []


def test_one_step_within_reach_is_enough() -> None:
    first = {"MetricIntervalLowerBound": 0, "MetricIntervalUpperBound": 5, "ScalingAdjustment": 1}
    assert reasons(asleep(wake_up(), stepping(first, adding(2, 5)))) == []


def test_a_step_within_reach_that_adds_nothing_does_not_count() -> None:
    first = {"MetricIntervalLowerBound": 0, "MetricIntervalUpperBound": 5, "ScalingAdjustment": 0}
    (finding,) = findings_of(RULE, asleep(wake_up(), stepping(first, adding(2, 5))))
    assert finding.property.endswith("StepAdjustments/1/MetricIntervalLowerBound")


@pytest.mark.parametrize("changes", [{"Statistic": "Sum"}, {"Threshold": 5}])
def test_a_sum_has_no_end_and_a_threshold_out_of_reach_is_another_fault(changes: dict[str, Any]) -> None:
    assert reasons(asleep(wake_up(**changes), stepping(adding(1, 1)))) == []


def test_a_backlog_has_no_end() -> None:
    assert reasons(asleep(wake_up("ApproximateBacklogSize"), stepping(adding(1, 100)))) == []


def test_scaling_out_that_is_suspended_wakes_nothing() -> None:
    (finding,) = findings_of(RULE, asleep(SuspendedState={"DynamicScalingOutSuspended": True}))
    assert (finding.resource, finding.property) == ("Target", "Properties/SuspendedState/DynamicScalingOutSuspended")
    assert finding.message.endswith("policies may not scale it out while DynamicScalingOutSuspended is true")
    assert finding.fix == "Set DynamicScalingOutSuspended to false."


def test_that_is_said_once() -> None:
    suspended = asleep(wake_up(ActionsEnabled=False), SuspendedState={"DynamicScalingOutSuspended": True})
    assert len(reasons(suspended)) == 1


@pytest.mark.parametrize("state", [{"DynamicScalingOutSuspended": False}, {"DynamicScalingInSuspended": True}])
def test_what_else_is_suspended_does_not_matter(state: dict[str, bool]) -> None:
    assert reasons(asleep(SuspendedState=state)) == []


def test_what_nothing_is_to_wake_is_another_fault() -> None:
    suspended = asleep({}, SuspendedState={"DynamicScalingOutSuspended": True})
    assert reasons(suspended) == []
    assert len(findings_of(NEVER_WOKEN, suspended)) == 1


def test_a_policy_that_takes_away_when_little_waits_is_not_meant_to_wake() -> None:
    sleeping = asleep(wake_up("ApproximateBacklogSize", ComparisonOperator=BELOW), stepping(adding(-1)))
    assert reasons(sleeping) == []
    assert len(findings_of(NEVER_WOKEN, sleeping)) == 1


def test_nor_is_one_that_takes_away_once_nobody_waits() -> None:
    sleeping = asleep(wake_up(AlarmActions=None, OKActions=[ref("WakeUp")]), stepping(adding(-1)))
    assert reasons(sleeping) == []
    assert len(findings_of(NEVER_WOKEN, sleeping)) == 1


def test_a_policy_that_takes_away_when_it_is_not_known_is_no_other_fault() -> None:
    sleeping = asleep(wake_up(ComparisonOperator=ANY_OF), stepping(adding(-1)))
    assert reasons(sleeping) == ["WakeUp adds nothing by a ScalingAdjustment of -1"]
    assert findings_of(NEVER_WOKEN, sleeping) == []


def test_a_policy_that_takes_away_by_a_metric_of_ones_own_is_not_either() -> None:
    idle = alarm("Idle", {}, id="Idle", calls="WakeUp", Namespace="Shop")
    sleeping = asleep(idle, stepping(adding(-1)))
    assert reasons(sleeping) == []
    assert len(findings_of(NEVER_WOKEN, sleeping)) == 1


@pytest.mark.parametrize(
    "changes", [{"ComparisonOperator": BELOW}, {"AlarmActions": None, "OKActions": [ref("WakeUp")]}]
)
def test_what_a_metric_of_ones_own_says_is_not_known(changes: dict[str, Any]) -> None:
    assert reasons(asleep(step(), alarm("Idle", {}, calls="WakeUp", **{"Namespace": "Shop", **changes}))) == []


def test_but_its_alarm_may_be_switched_off() -> None:
    assert len(reasons(asleep(step(), alarm("Idle", {}, calls="WakeUp", Namespace="Shop", ActionsEnabled=False)))) == 1


def test_a_figure_that_is_calculated_may_be_low_when_requests_wait() -> None:
    metric = {"Namespace": "AWS/SageMaker", "MetricName": BACKLOG, "Dimensions": listed(ENDPOINT_DIMENSIONS)}
    queries = [
        {"Id": "idle", "Expression": "1 - waiting"},
        {"Id": "waiting", "ReturnData": False, "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Maximum"}},
    ]
    own: dict[str, Any] = {"Namespace": None, "MetricName": None, "Dimensions": None, "Statistic": None, "Period": None}
    assert reasons(asleep(wake_up(ComparisonOperator=BELOW, Metrics=queries, **own))) == []


def test_a_policy_that_goes_by_the_backlog_itself_wakes_it() -> None:
    tracked = tracking(customized=customized("ApproximateBacklogSize", ENDPOINT_DIMENSIONS), id="Size", value=5)
    assert reasons(asleep(wake_up(ActionsEnabled=False), tracked)) == []


def test_a_policy_that_goes_by_the_backlog_may_not_scale_out_while_suspended() -> None:
    tracked = tracking(customized=customized("ApproximateBacklogSize", ENDPOINT_DIMENSIONS), id="Size", value=5)
    assert len(reasons(asleep(tracked, SuspendedState={"DynamicScalingOutSuspended": True}))) == 1


@pytest.mark.parametrize("changes", [{"MinCapacity": 1}, {"MinCapacity": {"Ref": "Any"}}, {"MaxCapacity": 0}])
def test_what_does_not_sleep_or_never_runs_need_not_be_woken(changes: dict[str, Any]) -> None:
    assert reasons(asleep(wake_up(ActionsEnabled=False), **changes)) == []


def test_a_real_time_endpoint_does_not_sleep() -> None:
    awake = template(real_time(), scaled(policy=wake_up(ActionsEnabled=False), MinCapacity=0))
    assert reasons(awake) == []


def copies(*parts: Any) -> dict[str, Any]:
    scaling = target(**{**COMPONENT_TARGET, "MinCapacity": 0})
    return template(component_host(), component(), scaling, *parts)


def test_a_component_is_not_woken_either() -> None:
    body = copies(wake_up("NoCapacityInvocationFailures", COMPONENT_DIMENSIONS, ComparisonOperator=BELOW))
    assert reasons(body) == ["WakeUpAlarm goes off while NoCapacityInvocationFailures is low, not once it rises"]
    assert findings_of(COMPONENT_NEVER_WOKEN, body) == []


def test_a_component_that_is_woken_is_sound() -> None:
    assert reasons(copies(wake_up("NoCapacityInvocationFailures", COMPONENT_DIMENSIONS))) == []
