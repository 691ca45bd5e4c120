"""A metric that is looked for in a unit that it does not have."""

import pytest

from sagewire.validator.rules.scaling.sw610_metric_in_another_unit import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import ENDPOINT_DIMENSIONS, alarm, customized, scaled, tracking
from sagewire.validator.samples.serving import asynchronous, real_time
from tests.validator.judging import found_in, only_finding


def test_latencies_are_published_in_microseconds() -> None:
    finding = only_finding(RULE, template(real_time(), alarm("ModelLatency", Threshold=2_000_000, Unit="Seconds")))
    assert (finding.found, finding.limit, finding.property) == ("Seconds", "Microseconds", "Properties/Unit")


def test_the_unit_may_be_left_out() -> None:
    assert found_in(template(real_time(), alarm("ModelLatency", Threshold=2_000_000))) == []


@pytest.mark.parametrize(("unit", "found"), [("None", []), ("Count", [RULE.id])])
def test_invocations_have_no_unit(unit: str, found: list[str]) -> None:
    assert found_in(template(real_time(), alarm("Invocation5XXErrors", Unit=unit))) == found


def test_of_a_metric_without_a_documented_unit_nothing_is_said() -> None:
    assert found_in(template(real_time(), alarm("ConcurrentRequestsPerModel", Unit="Count"))) == []


@pytest.mark.parametrize(("unit", "found"), [("Count", []), ("Percent", [RULE.id])])
def test_a_policy_looks_for_a_unit_as_well(unit: str, found: list[str]) -> None:
    metric = customized("ApproximateBacklogSizePerInstance", ENDPOINT_DIMENSIONS, Unit=unit)
    assert found_in(template(asynchronous(), scaled(policy=tracking(customized=metric, value=5)))) == found
