"""A first count outside the bounds of its scaling."""

from typing import Any

import pytest

from sagewire.validator.rules.scaling.sw612_initial_count_outside_bounds import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import COMPONENT_TARGET, PROVISIONED_TARGET, scaled, target, tracking
from sagewire.validator.samples.serving import component, component_host, real_time, serverless
from tests.validator.judging import found_in, only_finding


@pytest.mark.parametrize(("initial", "found"), [(2, [RULE.id]), (3, []), (5, []), (6, [RULE.id])])
def test_instances_begin_within_their_bounds(initial: int, found: list[str]) -> None:
    made = real_time(variant={"InitialInstanceCount": initial})
    assert found_in(template(made, scaled(MinCapacity=3, MaxCapacity=5))) == found


def test_it_is_said_where_to_look() -> None:
    finding = only_finding(RULE, template(real_time(), scaled(MinCapacity=3, MaxCapacity=5)))
    assert (finding.found, finding.limit) == ("2", "3 to 5")
    assert finding.property == "Properties/ProductionVariants/0/InitialInstanceCount"


@pytest.mark.parametrize(("initial", "found"), [(1, [RULE.id]), (2, []), (10, []), (11, [RULE.id])])
def test_provisioned_concurrency_begins_within_its_bounds(initial: int, found: list[str]) -> None:
    made = serverless(settings={"ProvisionedConcurrency": initial})
    tracked = tracking("SageMakerVariantProvisionedConcurrencyUtilization", value=0.7)
    assert found_in(template(made, target(**PROVISIONED_TARGET), tracked)) == found


@pytest.mark.parametrize(("copies", "found"), [(1, [RULE.id]), (2, [])])
def test_copies_begin_within_their_bounds(copies: int, found: list[str]) -> None:
    bounds: dict[str, Any] = {**COMPONENT_TARGET, "MinCapacity": 2, "MaxCapacity": 4}
    tracked = tracking("SageMakerInferenceComponentInvocationsPerCopy")
    made = template(component_host(), component(copies=copies), target(**bounds), tracked)
    assert found_in(made) == found


def test_bounds_in_the_wrong_order_are_another_fault() -> None:
    assert RULE.id not in found_in(template(real_time(), scaled(MinCapacity=9)))


def test_bounds_may_leave_one_figure() -> None:
    made = real_time(variant={"InitialInstanceCount": 3})
    assert found_in(template(made, scaled(MinCapacity=2, MaxCapacity=2))) == [RULE.id]
