"""A rollout that waits for longer than it may take."""

from typing import Any

import pytest

from sagewire.validator.rules.rollout.sw709_rollout_never_ends import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.rollouts import blue_green, count, percent, rolled_out, rolling
from sagewire.validator.samples.scaling import target, tracking
from sagewire.validator.samples.serving import real_time
from tests.validator.judging import found_in, only_finding

LIMIT = "MaximumExecutionTimeoutInSeconds"


def two_fleets(timeout: int, instances: int = 2, *, step: Any = None, **changes: Any) -> dict[str, Any]:
    size = {"routing": {"LinearStepSize": step}, "type": "LINEAR"} if step else {}
    moved = blue_green(**{LIMIT: timeout, **size, **changes})
    return template(real_time(variant={"InitialInstanceCount": instances}), rolled_out(moved))


def batches(timeout: int, instances: int, size: Any) -> dict[str, Any]:
    made = real_time(variant={"InitialInstanceCount": instances})
    return template(made, rolled_out(rolling(batch=size, **{LIMIT: timeout})))


@pytest.mark.parametrize(("timeout", "found"), [(899, [RULE.id]), (900, [RULE.id]), (901, [])])
def test_it_takes_more_than_both_waits_together(timeout: int, found: list[str]) -> None:
    assert found_in(two_fleets(timeout)) == found


def test_the_waits_are_told() -> None:
    finding = only_finding(RULE, two_fleets(700, TerminationWaitInSeconds=None, wait=800))
    assert (finding.found, finding.limit) == ("700", "more than 800 s")
    assert finding.property.endswith(f"BlueGreenUpdatePolicy/{LIMIT}")


@pytest.mark.parametrize(("timeout", "found"), [(2100, [RULE.id]), (2101, [])])
def test_a_linear_rollout_waits_after_each_of_its_steps(timeout: int, found: list[str]) -> None:
    assert found_in(two_fleets(timeout, 8, step=percent(25))) == found
    assert found_in(two_fleets(timeout, 8, step=count(2))) == found


def test_a_small_fleet_has_few_steps() -> None:
    assert found_in(two_fleets(1000, 2, step=percent(10))) == []


@pytest.mark.parametrize(("timeout", "found"), [(1800, [RULE.id]), (1801, [])])
def test_so_does_a_rolling_one_after_each_batch(timeout: int, found: list[str]) -> None:
    assert found_in(batches(timeout, 8, percent(25))) == found


def test_a_fleet_that_scales_may_be_small() -> None:
    scaled = {**target(MaxCapacity=20), **tracking()}
    moved = blue_green(type="LINEAR", routing={"LinearStepSize": percent(10)}, **{LIMIT: 1000})
    body = template(real_time(), scaled, rolled_out(moved, RetainAllVariantProperties=True))
    assert found_in(body) == []


def test_without_a_limit_it_may_take_as_long_as_it_takes() -> None:
    assert found_in(template(real_time(), rolled_out(blue_green()))) == []


@pytest.mark.parametrize("unknown", [{"TerminationWaitInSeconds": {"Ref": "Wait"}}, {"wait": {"Ref": "Wait"}}])
def test_a_wait_that_is_not_known_may_be_short(unknown: dict[str, Any]) -> None:
    body = {**two_fleets(700, **unknown), "Parameters": {"Wait": {"Type": "Number"}}}
    assert found_in(body) == []
