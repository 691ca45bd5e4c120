"""A rollout that is over before its alarm can go off."""

from typing import Any

import pytest

from sagewire.validator.rules.rollout.sw716_alarm_slower_than_rollout import RULE
from sagewire.validator.samples import ref, template
from sagewire.validator.samples.rollouts import blue_green, count, errors, percent, rolled_out, rolling
from sagewire.validator.samples.scaling import query
from sagewire.validator.samples.serving import real_time
from tests.validator.judging import found_in, only_finding


def waits(policy: dict[str, Any], instances: int = 2, **alarm: Any) -> dict[str, Any]:
    watched = errors(**{"EvaluationPeriods": 5, **alarm})
    return template(real_time(variant={"InitialInstanceCount": instances}), rolled_out(policy), watched)


@pytest.mark.parametrize(("wait", "found"), [(299, [RULE.id]), (300, []), (301, [])])
def test_a_canary_waits_until_its_alarm_can_go_off(wait: int, found: list[str]) -> None:
    assert found_in(waits(blue_green(wait=wait))) == found


def test_both_times_are_told() -> None:
    finding = only_finding(RULE, waits(blue_green(wait=120)))
    assert (finding.found, finding.limit) == ("120", "300 s")
    assert finding.property.endswith("TrafficRoutingConfiguration/WaitIntervalInSeconds")


@pytest.mark.parametrize(("changes", "found"), [({"DatapointsToAlarm": 2}, []), ({"Period": 10}, [])])
def test_an_alarm_may_need_fewer_data(changes: dict[str, Any], found: list[str]) -> None:
    assert found_in(waits(blue_green(wait=120), **changes)) == found


def test_an_alarm_that_takes_missing_data_for_a_breach_may_be_faster() -> None:
    assert found_in(waits(blue_green(wait=120), TreatMissingData="breaching")) == []


@pytest.mark.parametrize(("period", "found"), [(300, [RULE.id]), (60, [])])
def test_the_only_metric_of_a_list_has_the_period(period: int, found: list[str]) -> None:
    metric = query("Invocation5XXErrors", statistic="Sum")
    metric["MetricStat"]["Period"] = period
    listed: dict[str, Any] = {
        "Metrics": [metric],
        **dict.fromkeys(("Namespace", "MetricName", "Dimensions", "Statistic", "Period")),
    }
    assert found_in(waits(blue_green(wait=120), **listed, EvaluationPeriods=1)) == found


def test_one_alarm_in_time_is_enough() -> None:
    both = {"AutoRollbackConfiguration": {"Alarms": [{"AlarmName": ref("Errors")}, {"AlarmName": ref("Fast")}]}}
    fast = {"Fast": errors()["Errors"]}
    slow = errors(EvaluationPeriods=5)
    assert found_in(template(real_time(), rolled_out(blue_green(wait=120), undone_by=both), slow, fast)) == []


def test_an_alarm_of_elsewhere_may_be_in_time() -> None:
    both = {"AutoRollbackConfiguration": {"Alarms": [{"AlarmName": ref("Errors")}, {"AlarmName": "elsewhere"}]}}
    slow = errors(EvaluationPeriods=5)
    assert found_in(template(real_time(), rolled_out(blue_green(wait=120), undone_by=both), slow)) == []


@pytest.mark.parametrize(("wait", "found"), [(74, [RULE.id]), (75, [])])
def test_steps_add_up(wait: int, found: list[str]) -> None:
    step = {"LinearStepSize": percent(25)}
    assert found_in(waits(blue_green(type="LINEAR", wait=wait, routing=step), 8)) == found
    assert found_in(waits(rolling(batch=percent(25), wait=wait), 8)) == found


def test_of_a_fleet_that_is_not_known_the_steps_are_not() -> None:
    moved = blue_green(type="LINEAR", wait=10, routing={"LinearStepSize": count(1)})
    body = waits(moved, 8)
    body["Resources"]["Config"]["Properties"]["ProductionVariants"][0]["InitialInstanceCount"] = ref("Figure")
    assert found_in({**body, "Parameters": {"Figure": {"Type": "Number"}}}) == []
