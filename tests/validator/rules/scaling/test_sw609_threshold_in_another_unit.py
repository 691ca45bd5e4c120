"""A threshold that was meant in another unit."""

from typing import Any

import pytest

from sagewire.validator.rules.scaling.sw609_threshold_in_another_unit import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import COMPONENT_DIMENSIONS, VARIANT_DIMENSIONS, alarm, alarm_on, query
from sagewire.validator.samples.serving import (
    asynchronous,
    component,
    component_host,
    config,
    instance_variant,
    model,
    real_time,
)
from tests.validator.judging import found_in, only_finding


def latency(threshold: Any, *, stated: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    watched = {"Threshold": threshold, "Statistic": "Average", **changes}
    return template(real_time(stated=stated), alarm("ModelLatency", **watched))


def test_two_thousand_microseconds_were_two_thousand_milliseconds() -> None:
    finding = only_finding(RULE, latency(2000))
    assert (finding.found, finding.limit, finding.property) == ("2000", "microseconds", "Properties/Threshold")
    assert finding.message.endswith("goes off above 0.002 s")
    assert finding.fix == "Set the threshold in microseconds: 1 s is 1,000,000."


STATED = {"latencyMilliseconds": 58_000}


def test_below_the_stated_latency_it_is_not_the_unit() -> None:
    finding = only_finding(RULE, latency(2_000_000, stated=STATED))
    assert finding.message == ("threshold is 2,000,000, below the stated latency of 58 s: the alarm goes off above 2 s")
    assert finding.fix == "Set the threshold above that: 58 s are 58,000,000 microseconds."


@pytest.mark.parametrize(("threshold", "unit"), [(60_000, True), (580_000, True), (580_001, False)])
def test_what_would_fit_the_stated_latency_in_milliseconds_was_meant_so(threshold: int, unit: bool) -> None:
    message = only_finding(RULE, latency(threshold, stated=STATED)).message
    assert ("and ModelLatency is in microseconds" in message) is unit


@pytest.mark.parametrize(("threshold", "found"), [(4999, [RULE.id]), (5000, []), (5001, [])])
def test_nobody_means_less_than_five_milliseconds(threshold: int, found: list[str]) -> None:
    assert found_in(latency(threshold)) == found


@pytest.mark.parametrize(("threshold", "found"), [(1_199_999, [RULE.id]), (1_200_000, [])])
def test_nobody_means_less_than_a_tenth_of_what_is_stated(threshold: int, found: list[str]) -> None:
    assert found_in(latency(threshold, stated={"latencyMilliseconds": 12_000})) == found


def test_a_percentile_is_a_time_too() -> None:
    assert found_in(latency(800, Statistic=None, ExtendedStatistic="p99")) == [RULE.id]


@pytest.mark.parametrize("statistic", ["SampleCount", "Sum"])
def test_a_count_is_no_time(statistic: str) -> None:
    assert found_in(latency(800, Statistic=statistic)) == []


@pytest.mark.parametrize("statistic", ["TS(:99)", "TC(0:1)", "PR(:300)", "ts90", "tc90", {"Ref": "Unset"}])
def test_a_sum_or_a_count_of_a_part_is_no_time_either(statistic: Any) -> None:
    body = latency(800, Statistic=None, ExtendedStatistic=statistic)
    assert found_in({**body, "Parameters": {"Unset": {"Type": "String"}}}) == []


@pytest.mark.parametrize(
    "statistic", ["p99", "p99.9", "Average", "Minimum", "Maximum", "IQM", "tm90", "TM(2%:98%)", "wm95"]
)
def test_the_only_metric_of_a_list_is_compared(statistic: str) -> None:
    finding = only_finding(
        RULE, template(real_time(), alarm_on(query("ModelLatency", statistic=statistic), Threshold=800))
    )
    assert (finding.found, finding.property) == ("800", "Properties/Threshold")


NOT_RETURNED: dict[str, Any] = {"ReturnData": False}
RETURNED: dict[str, Any] = {"ReturnData": True}
CALCULATED = {"Id": "e", "Expression": "m / 1000"}


@pytest.mark.parametrize(
    ("queries", "found"),
    [
        ([query("ModelLatency", **RETURNED)], True),
        ([query("ModelLatency", **NOT_RETURNED)], False),
        ([query("ModelLatency", ReturnData={"Ref": "Unset"})], False),
        ([query("ModelLatency", statistic="Sum")], False),
        ([query("ModelLatency", statistic={"Ref": "Unset"})], False),
        ([query("ModelLatency"), {**CALCULATED, **NOT_RETURNED}], True),
        ([query("ModelLatency"), CALCULATED], False),
        ([query("ModelLatency"), {**CALCULATED, "ReturnData": {"Ref": "Unset"}}], False),
        ([query("ModelLatency"), {"Ref": "Unset"}], False),
        ([query("ModelLatency", **NOT_RETURNED), CALCULATED], False),
    ],
)
def test_of_a_list_what_is_returned_is_compared(queries: list[Any], found: bool) -> None:
    body = template(real_time(), alarm_on(*queries, Threshold=800))
    assert (RULE.id in found_in({**body, "Parameters": {"Unset": {"Type": "String"}}})) is found


def test_an_alarm_that_goes_off_below_is_another_matter() -> None:
    assert found_in(latency(800, ComparisonOperator="LessThanThreshold")) == []


def test_zero_means_any_request() -> None:
    assert found_in(latency(0, ComparisonOperator="GreaterThanThreshold")) == []


@pytest.mark.parametrize(("threshold", "found"), [(999, [RULE.id]), (1000, [])])
def test_processing_is_told_in_milliseconds(threshold: int, found: list[str]) -> None:
    watched = alarm("TotalProcessingTime", Threshold=threshold, Statistic="Average")
    assert found_in(template(asynchronous(), watched)) == found


def test_a_number_of_errors_is_no_time() -> None:
    assert found_in(template(real_time(), alarm("Invocation5XXErrors", Statistic="Average"))) == []


def test_what_is_stated_is_the_model_s_time_alone() -> None:
    overhead = alarm("OverheadLatency", Threshold=500_000, Statistic="Average")
    assert found_in(template(real_time(stated={"latencyMilliseconds": 12_000}), overhead)) == []


@pytest.mark.parametrize(("threshold", "found"), [(1_199_999, [RULE.id]), (1_200_000, [])])
def test_a_component_has_a_latency_of_its_own(threshold: int, found: list[str]) -> None:
    watched = alarm("ModelLatency", COMPONENT_DIMENSIONS, Threshold=threshold, Statistic="Average")
    made = component(stated={"latencyMilliseconds": 12_000})
    assert found_in(template(component_host(), made, watched)) == found


@pytest.mark.parametrize(("variant", "found"), [("AllTraffic", []), ("Slow", [RULE.id])])
def test_each_variant_has_the_latency_of_its_own_model(variant: str, found: list[str]) -> None:
    slow = {**model("SlowModel", stated={"latencyMilliseconds": 12_000})}
    two = config(instance_variant(), instance_variant(model="SlowModel", VariantName="Slow"))
    dimensions = {**VARIANT_DIMENSIONS, "VariantName": variant}
    watched = alarm("ModelLatency", dimensions, Threshold=600_000, Statistic="Average")
    assert found_in(template(real_time(stated={"latencyMilliseconds": 300}), slow, two, watched)) == found
