"""SW408."""

from typing import Any

import pytest

from sagewire.validator.rules.capacity.sw408_single_instance import RULE
from sagewire.validator.samples import Resources, template
from sagewire.validator.samples.scaling import alarm, scaled, target
from sagewire.validator.samples.serving import (
    asynchronous,
    component_host,
    config,
    endpoint,
    instance_variant,
    model,
    real_time,
)
from tests.validator.judging import found_in, only_finding

WATCHED = alarm("Invocation5XXErrors")
SINGLE = real_time(variant={"InitialInstanceCount": 1})


def test_a_watched_endpoint_on_one_instance_is_found() -> None:
    finding = only_finding(RULE, template(SINGLE, WATCHED))
    assert finding.property == "Properties/ProductionVariants/0/InitialInstanceCount"
    assert (finding.found, finding.limit) == ("1", "at least 2")


def test_a_scaled_endpoint_that_rests_on_one_instance_is_found() -> None:
    assert found_in(template(SINGLE, scaled(MinCapacity=1))) == [RULE.id]


def test_a_scaled_endpoint_that_never_rests_on_one_instance_is_sound() -> None:
    assert RULE.id not in found_in(template(SINGLE, scaled(MinCapacity=2)))


def test_an_endpoint_that_is_updated_with_care_is_found() -> None:
    assert RULE.id in found_in(template(SINGLE, endpoint(DeploymentConfig={"BlueGreenUpdatePolicy": {}})))


@pytest.mark.parametrize("count", [2, 3, {"Ref": "Unset"}])
def test_more_instances_or_an_unknown_number_are_sound(count: Any) -> None:
    body = template(real_time(variant={"InitialInstanceCount": count}), WATCHED)
    assert found_in({**body, "Parameters": {"Unset": {"Type": "Number"}}}) == []


def test_an_endpoint_of_which_nothing_takes_care_may_be_a_trial() -> None:
    assert found_in(template(SINGLE)) == []


def test_two_variants_stand_in_for_each_other() -> None:
    variants = [instance_variant(VariantName=name, InitialInstanceCount=1) for name in ("AllTraffic", "Other")]
    assert RULE.id not in found_in(template(model(), config(*variants), endpoint(), WATCHED))


def test_requests_of_an_asynchronous_endpoint_wait() -> None:
    assert RULE.id not in found_in(template(asynchronous(variant={"InitialInstanceCount": 1}), target(MinCapacity=1)))


def scaling(least: int) -> dict[str, Any]:
    return {"ManagedInstanceScaling": {"Status": "ENABLED", "MinInstanceCount": least, "MaxInstanceCount": 4}}


@pytest.mark.parametrize(("managed", "found"), [({}, True), (scaling(0), False), (scaling(1), False)])
def test_managed_scaling_of_a_component_host_follows_the_copies(managed: dict[str, Any], found: bool) -> None:
    host: Resources = component_host(variant={"InitialInstanceCount": 1, **managed})
    assert (RULE.id in found_in(template(host, WATCHED))) is found
