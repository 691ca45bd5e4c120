"""A target of scaling that was meant in another unit."""

from typing import Any

import pytest

from sagewire.validator.rules.scaling.sw630_target_in_another_unit import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import (
    COMPONENT_DIMENSIONS,
    COMPONENT_TARGET,
    customized,
    query,
    scaled,
    tracking,
)
from sagewire.validator.samples.serving import asynchronous, component, component_host, real_time
from tests.validator.judging import found_in, only_finding

STATED = {"latencyMilliseconds": 12_000}


def latency(value: Any, *, stated: dict[str, Any] | None = None, metric: str = "ModelLatency", **changes: Any) -> Any:
    policy = tracking(customized=customized(metric, **changes), value=value)
    return template(real_time(stated=stated), scaled(policy=policy))


def test_two_hundred_microseconds_were_two_hundred_milliseconds() -> None:
    finding = only_finding(RULE, latency(200))
    place = "Properties/TargetTrackingScalingPolicyConfiguration/TargetValue"
    assert (finding.found, finding.limit, finding.property) == ("200", "microseconds", place)
    assert finding.message.startswith("keeps ModelLatency at 200, and ModelLatency is in microseconds: it scales out ")
    assert finding.message.endswith("above 0.0002 s, whatever the load")
    assert finding.fix == "Set TargetValue in microseconds: 1 s is 1,000,000."


@pytest.mark.parametrize(("value", "found"), [(4999, [RULE.id]), (5000, []), (5001, [])])
def test_nobody_means_less_than_five_milliseconds(value: int, found: list[str]) -> None:
    assert found_in(latency(value)) == found


@pytest.mark.parametrize(("value", "found"), [(1_199_999, [RULE.id]), (1_200_000, [])])
def test_a_tenth_of_what_is_stated_is_always_exceeded(value: int, found: list[str]) -> None:
    assert found_in(latency(value, stated=STATED)) == found


def test_below_the_stated_latency_it_is_not_the_unit() -> None:
    finding = only_finding(RULE, latency(500_000, stated=STATED))
    assert "at 500,000, below the stated latency of 12 s: it scales out above 0.5 s" in finding.message


@pytest.mark.parametrize(
    "changes", [{"Statistic": "SampleCount"}, {"Statistic": "Sum"}, {"metric": "Invocations"}, {"namespace": "Shop"}]
)
def test_a_count_is_no_time(changes: dict[str, Any]) -> None:
    assert found_in(latency(200, **changes)) == []


def test_a_target_that_is_not_known_may_be_right() -> None:
    body = latency({"Ref": "Target"})
    assert found_in({**body, "Parameters": {"Target": {"Type": "Number"}}}) == []


def test_a_predefined_metric_is_a_count() -> None:
    assert found_in(template(real_time(), scaled(policy=tracking(value=200)))) == []


def test_what_is_calculated_may_be_anything() -> None:
    metric = {name: value for name, value in customized("ModelLatency").items() if name != "Statistic"}
    queries = [{"Id": "m", "MetricStat": {"Metric": metric, "Stat": "Average"}}, {"Id": "e", "Expression": "m / 1000"}]
    assert found_in(template(real_time(), scaled(policy=tracking(customized={"Metrics": queries}, value=200)))) == []


@pytest.mark.parametrize(("statistic", "found"), [("Average", [RULE.id]), ("p90", [RULE.id]), ("Sum", [])])
def test_the_only_metric_of_a_list_is_kept(statistic: str, found: list[str]) -> None:
    queries = [query("ModelLatency", statistic=statistic)]
    assert found_in(template(real_time(), scaled(policy=tracking(customized={"Metrics": queries}, value=200)))) == found


@pytest.mark.parametrize(("value", "found"), [(999, [RULE.id]), (1000, [])])
def test_processing_is_told_in_milliseconds(value: int, found: list[str]) -> None:
    policy = tracking(customized=customized("TotalProcessingTime"), value=value)
    assert found_in(template(asynchronous(), scaled(policy=policy))) == found


def test_a_component_has_a_latency_of_its_own() -> None:
    policy = tracking(customized=customized("ModelLatency", COMPONENT_DIMENSIONS), value=200)
    body = template(component_host(), component(), scaled(policy=policy, **COMPONENT_TARGET))
    assert RULE.id in found_in(body)
