"""Scaling by a metric with dimensions that it does not have."""

from typing import Any

import pytest

from sagewire.validator.rules.scaling.sw606_tracked_metric_dimensions import RULE
from sagewire.validator.samples import att, template
from sagewire.validator.samples.scaling import ENDPOINT_DIMENSIONS, VARIANT_DIMENSIONS, customized, scaled, tracking
from sagewire.validator.samples.serving import asynchronous, real_time
from tests.validator.judging import found_in, only_finding

NAME = att("Endpoint", "EndpointName")


def backlog(dimensions: dict[str, Any]) -> dict[str, Any]:
    metric = customized("ApproximateBacklogSizePerInstance", dimensions)
    return template(asynchronous(), scaled(policy=tracking(customized=metric, value=5)))


def requests(dimensions: dict[str, Any], name: str = "Invocations") -> dict[str, Any]:
    return template(real_time(), scaled(policy=tracking(customized=customized(name, dimensions), value=500)))


def test_the_backlog_has_no_variant() -> None:
    finding = only_finding(RULE, backlog(VARIANT_DIMENSIONS))
    assert (finding.found, finding.limit) == ("EndpointName, VariantName", "EndpointName")
    assert finding.property.endswith("CustomizedMetricSpecification/Dimensions")
    assert found_in(backlog(ENDPOINT_DIMENSIONS)) == []


@pytest.mark.parametrize(
    "dimensions",
    [{}, {"Endpoint": NAME, "Variant": "AllTraffic"}, {"EndpointName": NAME}, {**VARIANT_DIMENSIONS, "Stage": "prod"}],
)
def test_the_invocations_are_those_of_a_variant(dimensions: dict[str, Any]) -> None:
    assert found_in(requests(dimensions)) == [RULE.id]


def test_a_part_of_the_same_figures_may_be_asked_for() -> None:
    assert found_in(requests({**VARIANT_DIMENSIONS, "EndpointConfigName": "Config"})) == []


def test_a_metric_that_is_not_known_may_have_any_dimensions() -> None:
    assert found_in(requests(ENDPOINT_DIMENSIONS, "NoSuchMetric")) == []


def test_dimensions_that_are_not_known_may_be_right() -> None:
    unknown = {**requests({"Fn::Sub": "x"}), "Parameters": {"Name": {"Type": "String"}}}
    body = unknown["Resources"]["Tracking"]["Properties"]["TargetTrackingScalingPolicyConfiguration"]
    body["CustomizedMetricSpecification"]["Dimensions"] = [{"Name": {"Ref": "Name"}, "Value": NAME}]
    assert found_in(unknown) == []
