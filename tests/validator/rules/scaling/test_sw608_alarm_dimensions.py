"""An alarm on a metric with dimensions that it does not have."""

from typing import Any

import pytest

from sagewire.validator.rules.scaling.sw608_alarm_dimensions import RULE
from sagewire.validator.samples import att, template
from sagewire.validator.samples.scaling import ENDPOINT_DIMENSIONS, VARIANT_DIMENSIONS, alarm
from sagewire.validator.samples.serving import asynchronous, real_time
from tests.validator.judging import found_in, only_finding

NAME = att("Endpoint", "EndpointName")


@pytest.mark.parametrize(
    ("dimensions", "found"),
    [
        ({}, "none"),
        ({"Endpoint": NAME, "Variant": "AllTraffic"}, "Endpoint, Variant"),
        (ENDPOINT_DIMENSIONS, "EndpointName"),
    ],
)
def test_errors_are_those_of_a_variant(dimensions: dict[str, Any], found: str) -> None:
    finding = only_finding(RULE, template(real_time(), alarm("Invocation5XXErrors", dimensions)))
    assert (finding.property, finding.limit) == ("Properties/Dimensions", "EndpointName, VariantName")
    assert finding.found == found


def test_dimensions_that_are_left_out_are_none() -> None:
    finding = only_finding(RULE, template(real_time(), alarm("Invocation5XXErrors", Dimensions=None)))
    assert finding.found == "none"


def test_the_queue_is_the_endpoint_s() -> None:
    assert found_in(template(asynchronous(), alarm("ApproximateBacklogSize", ENDPOINT_DIMENSIONS))) == []
    assert found_in(template(asynchronous(), alarm("ApproximateBacklogSize", VARIANT_DIMENSIONS))) == [RULE.id]


def test_the_kind_of_the_endpoint_need_not_be_known() -> None:
    elsewhere = alarm("ModelLatency", {"Endpoint": "elsewhere"}, Threshold=2_000_000)
    assert found_in(template(real_time(), elsewhere)) == [RULE.id]


def test_metrics_of_other_services_have_other_dimensions() -> None:
    assert found_in(template(real_time(), alarm("Errors", {"FunctionName": "f"}, Namespace="AWS/Lambda"))) == []
