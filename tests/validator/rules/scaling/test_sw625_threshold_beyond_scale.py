"""A threshold that the metric cannot reach."""

from typing import Any

import pytest

from sagewire.validator.rules.scaling.sw625_threshold_beyond_scale import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import COMPONENT_DIMENSIONS, ENDPOINT_DIMENSIONS, alarm, alarm_on, query
from sagewire.validator.samples.serving import (
    asynchronous,
    component,
    component_host,
    config,
    instance_variant,
    real_time,
    serverless,
)
from tests.validator.judging import findings_of, found_in, only_finding

ABOVE, FROM_ON = "GreaterThanThreshold", "GreaterThanOrEqualToThreshold"
INSTANCES = "/aws/sagemaker/Endpoints"


@pytest.mark.parametrize(
    ("operator", "threshold", "found"),
    [(FROM_ON, 0.9, []), (FROM_ON, 1, []), (FROM_ON, 1.1, [RULE.id]), (ABOVE, 0.9, []), (ABOVE, 1, [RULE.id])],
)
def test_serverless_utilization_ends_at_one(operator: str, threshold: float, found: list[str]) -> None:
    metric = "ServerlessConcurrentExecutionsUtilization"
    watched = alarm(metric, Threshold=threshold, ComparisonOperator=operator)
    assert found_in(template(serverless(), watched)) == found


def test_percent_were_meant() -> None:
    finding = only_finding(
        RULE, template(serverless(), alarm("ServerlessConcurrentExecutionsUtilization", Threshold=80))
    )
    assert (finding.found, finding.limit, finding.property) == ("80", "1", "Properties/Threshold")


def test_a_backlog_without_capacity_is_there_or_not() -> None:
    def waiting(**changes: Any) -> dict[str, Any]:
        return template(asynchronous(), alarm("HasBacklogWithoutCapacity", ENDPOINT_DIMENSIONS, **changes))

    assert found_in(waiting()) == []
    assert found_in(waiting(ComparisonOperator=ABOVE)) == [RULE.id]
    assert found_in(waiting(ComparisonOperator=ABOVE, Statistic="Sum")) == []


@pytest.mark.parametrize("metric", ["Invocation4XXErrors", "Invocation5XXErrors"])
@pytest.mark.parametrize(
    ("statistic", "threshold", "found"),
    [
        ("Average", 1, [RULE.id]),
        ("Average", 0.5, []),
        ("Maximum", 5, [RULE.id]),
        ("Sum", 5, []),
        ("SampleCount", 5, []),
    ],
)
def test_a_request_fails_or_does_not(metric: str, statistic: str, threshold: float, found: list[str]) -> None:
    changes: dict[str, Any] = {"Statistic": statistic, "Threshold": threshold, "ComparisonOperator": ABOVE}
    for made in (real_time(), serverless(), asynchronous()):
        assert found_in(template(made, alarm(metric, **changes))) == found
    of_component = alarm(metric, COMPONENT_DIMENSIONS, **changes)
    assert found_in(template(component_host(), component(), of_component)) == found


@pytest.mark.parametrize(("metric", "counted"), [("Invocation5XXErrors", True), ("ModelSetupTime", False)])
def test_the_fix_is_the_sum_where_there_is_one(metric: str, counted: bool) -> None:
    changes: dict[str, Any] = {"Statistic": "Average", "Threshold": 5, "ComparisonOperator": ABOVE}
    found = [finding.fix for finding in findings_of(RULE, template(serverless(), alarm(metric, **changes)))]
    fix = "Set the threshold below 1, for a share of the requests, or take the Sum, which counts them."
    assert found == [fix] * counted


def test_the_only_metric_of_a_list_is_compared() -> None:
    watched = alarm_on(query("ServerlessConcurrentExecutionsUtilization", statistic="Maximum"), Threshold=80)
    assert only_finding(RULE, template(serverless(), watched)).property == "Properties/Threshold"


@pytest.mark.parametrize(("threshold", "found"), [(399, []), (400, []), (401, [RULE.id])])
def test_processors_go_up_to_a_hundred_each(threshold: int, found: list[str]) -> None:
    watched = alarm("CPUUtilization", Namespace=INSTANCES, Threshold=threshold)
    assert found_in(template(real_time(), watched)) == found


def test_of_instances_that_are_not_known_nothing_is_said() -> None:
    dimensions = {"EndpointName": "elsewhere", "VariantName": "Main"}
    watched = alarm("CPUUtilization", dimensions, Namespace=INSTANCES, Threshold=9999)
    assert found_in(template(real_time(), watched)) == []


def test_below_a_threshold_everything_is_within_reach() -> None:
    watched = alarm("MemoryUtilization", Namespace=INSTANCES, Threshold=200, ComparisonOperator="LessThanThreshold")
    assert found_in(template(real_time(), watched)) == []


@pytest.mark.parametrize(("variant", "found"), [("Small", [RULE.id]), ("Large", [])])
def test_each_variant_has_its_own_instances(variant: str, found: list[str]) -> None:
    small = instance_variant(VariantName="Small", InstanceType="ml.m5.large")
    large = instance_variant(VariantName="Large", InstanceType="ml.m5.2xlarge")
    dimensions = {**ENDPOINT_DIMENSIONS, "VariantName": variant}
    watched = alarm("CPUUtilization", dimensions, Namespace=INSTANCES, Threshold=500)
    assert found_in(template(real_time(), config(large, small), watched)) == found
