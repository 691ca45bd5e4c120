"""Scaling beyond the maximum concurrency."""

from typing import Any

import pytest

from sagewire.validator.rules.scaling.sw618_provisioned_above_concurrency import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import PROVISIONED_TARGET, target, tracking
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import found_in, only_finding


def scaled(most: int, **changes: Any) -> dict[str, Any]:
    made = serverless(settings={"MaxConcurrency": 10, "ProvisionedConcurrency": 2})
    tracked = tracking("SageMakerVariantProvisionedConcurrencyUtilization", value=0.7)
    return template(made, target(**{**PROVISIONED_TARGET, "MaxCapacity": most, **changes}), tracked)


@pytest.mark.parametrize(("most", "found"), [(9, []), (10, []), (11, [RULE.id])])
def test_all_of_it_may_be_provisioned(most: int, found: list[str]) -> None:
    assert found_in(scaled(most)) == found


def test_both_figures_are_told() -> None:
    finding = only_finding(RULE, scaled(11))
    assert (finding.found, finding.limit, finding.property) == ("11", "10", "Properties/MaxCapacity")


def test_the_bounds_of_a_schedule_are_bounds() -> None:
    morning = {"ScheduledActionName": "m", "Schedule": "rate(1 day)", "ScalableTargetAction": {"MaxCapacity": 20}}
    finding = only_finding(RULE, scaled(10, ScheduledActions=[morning]))
    assert finding.property == "Properties/ScheduledActions/0/ScalableTargetAction/MaxCapacity"
