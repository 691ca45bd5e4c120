"""SW411."""

from typing import Any

import pytest

from sagewire.validator.rules.capacity.sw411_asynchronous_backlog import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.scaling import scaled
from sagewire.validator.samples.serving import asynchronous
from tests.validator.judging import changed, found_in, only_finding

EACH = ("Config", "Properties", "AsyncInferenceConfig", "ClientConfig", "MaxConcurrentInvocationsPerInstance")


def peak(rate: Any, *more: Any) -> dict[str, Any]:
    """Two instances with 4 at a time work on 0.8 requests a second of 10 s."""
    asking = function(action="sagemaker:InvokeEndpointAsync", stated={"peakRate": rate})
    return template(asynchronous(stated={"latencyMilliseconds": 10_000}), asking, *more)


@pytest.mark.parametrize("rate", [0.5, 0.8])
def test_a_rate_that_the_instances_take_is_sound(rate: float) -> None:
    assert found_in(peak(rate)) == []


def test_a_rate_above_it_is_found() -> None:
    finding = only_finding(RULE, peak(0.81))
    assert (finding.resource, finding.found, finding.limit) == ("Config", "4", "room for 9")
    assert finding.message == (
        "the stated peak, 0.81 a second x 10000 ms, is 9 at a time; the endpoint has 2 instances at most,"
        " for 4 at a time each"
    )


def test_scaling_takes_more() -> None:
    assert RULE.id not in found_in(peak(3.2, scaled()))
    assert RULE.id in found_in(peak(3.3, scaled()))


def test_a_number_that_sagemaker_chooses_is_not_known() -> None:
    assert found_in(changed(peak(100), EACH, None)) == []


def test_the_traffic_of_several_variants_is_not_judged() -> None:
    body = peak(100)
    other = {**body["Resources"]["Config"]["Properties"]["ProductionVariants"][0], "VariantName": "Other"}
    body["Resources"]["Config"]["Properties"]["ProductionVariants"].append(other)
    assert RULE.id not in found_in(body)
