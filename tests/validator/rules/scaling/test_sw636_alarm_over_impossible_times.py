"""Alarms over times that CloudWatch does not take."""

from typing import Any

import pytest

from sagewire.validator.rules.scaling.sw636_alarm_over_impossible_times import RULE
from sagewire.validator.samples import ref, template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.rollouts import blue_green, errors, rolled_out
from sagewire.validator.samples.scaling import alarm, scaled, step
from sagewire.validator.samples.serving import real_time, serverless
from tests.validator.judging import findings_of, only_finding

ANY = {"Parameters": {"Any": {"Type": "String"}}}
UNKNOWN = {"Ref": "Any"}


def watching(**changes: Any) -> dict[str, Any]:
    return template(real_time(), alarm("Invocation5XXErrors", **changes), **ANY)


def refused(**changes: Any) -> list[str]:
    return [finding.message for finding in findings_of(RULE, watching(**changes))]


def test_more_points_than_periods_are_never_found() -> None:
    finding = only_finding(RULE, watching(EvaluationPeriods=3, DatapointsToAlarm=4))
    assert (finding.resource, finding.property, finding.found) == ("Alarm", "Properties/DatapointsToAlarm", "4")
    assert finding.message == "DatapointsToAlarm of Alarm is 4, above EvaluationPeriods, 3: CloudWatch refuses it"
    assert finding.fix == "Set it to 3 or less."


@pytest.mark.parametrize("points", [1, 3, None, UNKNOWN])
def test_as_many_points_may_be_found(points: Any) -> None:
    assert refused(EvaluationPeriods=3, DatapointsToAlarm=points) == []


def test_of_how_many_is_not_known() -> None:
    assert refused(EvaluationPeriods=UNKNOWN, DatapointsToAlarm=4) == []


@pytest.mark.parametrize("period", [0, -60, 5, 15, 40, 59, 61, 90, "45"])
def test_not_every_period_is_taken(period: Any) -> None:
    (finding,) = findings_of(RULE, watching(Period=period))
    assert (finding.property, finding.found) == ("Properties/Period", str(period))
    assert finding.message.startswith(f"Period of Alarm is {period}, which is neither 10, 20, 30 nor a multiple of 60")
    assert finding.fix == "Set Period to 60."


@pytest.mark.parametrize("period", [10, 20, 30, 60, 120, 3600, "60", UNKNOWN])
def test_these_are(period: Any) -> None:
    assert refused(Period=period) == []


def test_it_looks_back_over_a_day_at_most() -> None:
    (finding,) = findings_of(RULE, watching(Period=300, EvaluationPeriods=289))
    assert (finding.property, finding.found) == ("Properties/EvaluationPeriods", "289")
    assert finding.message == (
        "EvaluationPeriods of Alarm is 289, and with periods of 300 seconds it looks back over 86700, above 86,400:"
        " CloudWatch refuses it"
    )
    assert finding.fix == "Set EvaluationPeriods to 288 or less, or another Period."


def test_by_hours_it_looks_back_over_a_week_at_most() -> None:
    (message,) = refused(Period=3600, EvaluationPeriods=169)
    assert "with periods of 3600 seconds it looks back over 608,400, above 604,800" in message


@pytest.mark.parametrize(
    ("period", "periods"), [(300, 288), (3540, 24), (3600, 168), (86_400, 7), (UNKNOWN, 9999), (300, UNKNOWN)]
)
def test_not_further_is_taken(period: Any, periods: Any) -> None:
    assert refused(Period=period, EvaluationPeriods=periods) == []


def test_all_that_is_refused_is_named() -> None:
    assert len(refused(Period=90, EvaluationPeriods=1000, DatapointsToAlarm=1001)) == 3


def test_alarms_about_something_else_are_not_looked_at() -> None:
    other: dict[str, Any] = {"Namespace": "Shop", "Dimensions": [], "EvaluationPeriods": 1, "DatapointsToAlarm": 2}
    assert refused(**other) == []
    body = template(real_time(), scaled(policy={**step(), **alarm("Sold", calls="WakeUp", **other)}))
    assert len(findings_of(RULE, body)) == 1
    assert len(findings_of(RULE, template(real_time(), rolled_out(blue_green()), errors(**other)))) == 1


def test_those_on_functions_of_inference_are() -> None:
    failing = alarm("Errors", {"FunctionName": ref("Function")}, Namespace="AWS/Lambda", Period=90)
    assert len(findings_of(RULE, template(serverless(), function(), failing))) == 1
    assert findings_of(RULE, template(function(endpoint=None), failing)) == []
