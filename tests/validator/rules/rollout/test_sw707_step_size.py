"""A step of a rollout that is too small or too large."""

from typing import Any

import pytest

from sagewire.validator.rules.rollout.sw707_step_size import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.rollouts import blue_green, count, percent, rolled_out, rolling
from sagewire.validator.samples.scaling import target, tracking
from sagewire.validator.samples.serving import component, component_host, real_time
from tests.validator.judging import findings_of, found_in, only_finding


def canary(size: Any, instances: int = 2) -> dict[str, Any]:
    moved = blue_green(routing={"CanarySize": size})
    return template(real_time(variant={"InitialInstanceCount": instances}), rolled_out(moved))


def linear(size: Any, instances: int = 2) -> dict[str, Any]:
    moved = blue_green(type="LINEAR", routing={"LinearStepSize": size})
    return template(real_time(variant={"InitialInstanceCount": instances}), rolled_out(moved))


def batch(size: Any, instances: int = 2, **policy: Any) -> dict[str, Any]:
    made = real_time(variant={"InitialInstanceCount": instances})
    return template(made, rolled_out(rolling(batch=size, **policy)))


@pytest.mark.parametrize(
    ("template", "found"),
    [
        (canary(percent(1)), []),
        (canary(percent(50)), []),
        (canary(percent(51)), [RULE.id]),
        (linear(percent(9)), [RULE.id]),
        (linear(percent(10)), []),
        (linear(percent(50)), []),
        (linear(percent(51)), [RULE.id]),
        (batch(percent(4)), [RULE.id]),
        (batch(percent(5)), []),
        (batch(percent(50)), []),
        (batch(percent(51)), [RULE.id]),
        (batch(percent(50), RollbackMaximumBatchSize=percent(100)), []),
        (batch(percent(50), RollbackMaximumBatchSize=percent(101)), [RULE.id]),
    ],
)
def test_a_share_is_within_its_bounds(template: dict[str, Any], found: list[str]) -> None:
    assert found_in(template) == found


@pytest.mark.parametrize(
    ("template", "found"),
    [
        (canary(count(1), 2), []),
        (canary(count(2), 3), [RULE.id]),
        (linear(count(1), 10), []),
        (linear(count(1), 11), [RULE.id]),
        (batch(count(1), 20), []),
        (batch(count(1), 21), [RULE.id]),
        (batch(count(11), 20), [RULE.id]),
    ],
)
def test_a_count_is_a_share_of_the_instances(template: dict[str, Any], found: list[str]) -> None:
    assert found_in(template) == found


def test_the_share_is_told() -> None:
    finding = only_finding(RULE, canary(count(2), 3))
    assert finding.message == "CanarySize is 2, 66.7 % of the fleet; allowed are 1 to 50 %"
    assert finding.property.endswith("TrafficRoutingConfiguration/CanarySize/Value")


@pytest.mark.parametrize(("most", "found"), [(4, []), (3, [RULE.id])])
def test_a_count_may_fit_once_the_fleet_has_grown(most: int, found: list[str]) -> None:
    scaled = {**target(MaxCapacity=most), **tracking()}
    grown = rolled_out(blue_green(routing={"CanarySize": count(2)}), RetainAllVariantProperties=True)
    assert found_in(template(real_time(), scaled, grown)) == found


def test_a_size_that_the_traffic_does_not_go_by_is_left_alone() -> None:
    moved = blue_green(type="ALL_AT_ONCE", routing={"CanarySize": percent(90)})
    assert found_in(template(real_time(), rolled_out(moved))) == []


@pytest.mark.parametrize(("copies", "found"), [(2, []), (3, [RULE.id])])
def test_copies_are_rolled_out_in_batches_as_well(copies: int, found: list[str]) -> None:
    settings = rolled_out(rolling(batch=count(copies // 2 if copies == 2 else 2, "COPY_COUNT")))
    deployment = settings["Endpoint"]["Properties"]["DeploymentConfig"]
    host = component_host(variant={"InstanceType": "ml.g5.12xlarge"})
    made = component(copies=copies, requirements={"MinMemoryRequiredInMb": 1024}, DeploymentConfig=deployment)
    assert found_in(template(host, made, {"Errors": settings["Errors"]})) == found


def test_the_share_that_comes_nearest_is_told() -> None:
    def sized(type: str, size: str, instances: int, least: int, most: int, counted: int) -> str:
        bounds = {**target(MinCapacity=least, MaxCapacity=most), **tracking()}
        made = real_time(variant={"InitialInstanceCount": instances})
        moved = blue_green(type=type, routing={size: count(counted)})
        grown = rolled_out(moved, RetainAllVariantProperties=True)
        return only_finding(RULE, template(made, bounds, grown)).message

    assert "66.7 % of the fleet" in sized("CANARY", "CanarySize", 2, 2, 3, 2)
    assert "8.33 % of the fleet" in sized("LINEAR", "LinearStepSize", 12, 12, 20, 1)


def test_a_size_of_which_the_unit_is_not_known_may_fit() -> None:
    body = {**canary({"Type": {"Ref": "Unit"}, "Value": 60}), "Parameters": {"Unit": {"Type": "String"}}}
    assert found_in(body) == []


def test_a_fleet_whose_bounds_are_not_known_may_fit() -> None:
    bounds = {**target(MaxCapacity={"Ref": "Most"}), **tracking()}
    grown = rolled_out(blue_green(routing={"CanarySize": count(2)}), RetainAllVariantProperties=True)
    body = {**template(real_time(), bounds, grown), "Parameters": {"Most": {"Type": "Number"}}}
    assert found_in(body) == []


def test_a_share_is_told_once() -> None:
    assert only_finding(RULE, canary(percent(51))).message == "CanarySize is 51 % of the fleet; allowed are 1 to 50 %"


@pytest.mark.parametrize(("instances", "severity"), [(1, "warning"), (2, "error")])
def test_of_a_fleet_of_one_any_count_is_all(instances: int, severity: str) -> None:
    (finding,) = findings_of(RULE, canary(count(instances), instances))
    assert finding.severity == severity


def test_a_share_of_a_fleet_of_one_is_still_a_share() -> None:
    (finding,) = findings_of(RULE, canary(percent(51), 1))
    assert finding.severity == "error"
