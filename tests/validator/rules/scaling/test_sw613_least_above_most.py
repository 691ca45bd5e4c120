"""Bounds in the wrong order."""

import pytest

from sagewire.validator.rules.scaling.sw613_least_above_most import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import scaled
from sagewire.validator.samples.serving import component, component_host, real_time
from tests.validator.judging import found_in, only_finding


@pytest.mark.parametrize(("least", "found"), [(1, []), (2, []), (3, [RULE.id])])
def test_the_least_may_be_as_much_as_the_most(least: int, found: list[str]) -> None:
    bounds = scaled(MinCapacity=least, MaxCapacity=2)
    assert [id for id in found_in(template(real_time(), bounds)) if id == RULE.id] == found


def test_the_bounds_of_a_schedule_are_bounds() -> None:
    action = {"MinCapacity": 5, "MaxCapacity": 4}
    morning = {"ScheduledActionName": "morning", "Schedule": "rate(1 day)", "ScalableTargetAction": action}
    finding = only_finding(RULE, template(real_time(), scaled(ScheduledActions=[morning])))
    assert finding.property == "Properties/ScheduledActions/0/ScalableTargetAction/MinCapacity"
    assert (finding.found, finding.limit) == ("5", "4")


def test_the_instances_that_sagemaker_manages_have_bounds_too() -> None:
    managed = {"Status": "ENABLED", "MinInstanceCount": 3, "MaxInstanceCount": 2}
    host = component_host(variant={"ManagedInstanceScaling": managed})
    finding = only_finding(RULE, template(host, component()))
    assert finding.message == "MinInstanceCount is 3, above MaxInstanceCount, 2"
