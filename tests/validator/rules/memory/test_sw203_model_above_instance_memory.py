"""SW203."""

from typing import Any

import pytest

from sagewire.validator.rules.memory.sw203_model_above_instance_memory import RULE
from sagewire.validator.samples import att, template
from sagewire.validator.samples.serving import config as configuration
from sagewire.validator.samples.serving import endpoint, instance_variant, model, real_time
from tests.validator.judging import found_in, only_finding, report_on

# ml.c7i.large has 4,096 MiB.
SMALL = {"InstanceType": "ml.c7i.large"}


def pools(*types: str, **override: Any) -> dict[str, Any]:
    listed = [{"InstanceType": type, "Priority": position} for position, type in enumerate(types, start=1)]
    listed[0].update(override)
    return {"InstanceType": None, "InstancePools": listed}


@pytest.mark.parametrize("takes", [4095, 4096])
def test_a_model_within_the_memory_of_the_whole_instance_may_fit(takes: int) -> None:
    assert found_in(template(real_time(variant=SMALL, stated={"memoryMiB": takes}))) == []


def test_a_model_that_takes_a_mebibyte_more_is_found() -> None:
    finding = only_finding(RULE, template(real_time(variant=SMALL, stated={"memoryMiB": 4097})))
    assert finding.property == "Properties/ProductionVariants/0/InstanceType"
    assert (finding.found, finding.limit) == ("ml.c7i.large", "more than 4097 MiB")
    assert "ml.c7i.large has 4096 MiB of memory in all" in finding.message


def test_each_pool_that_is_too_small_is_found() -> None:
    body = template(real_time(variant=pools("ml.m7i.large", "ml.c7i.large"), stated={"memoryMiB": 5000}))
    assert only_finding(RULE, body).property == "Properties/ProductionVariants/0/InstancePools/1/InstanceType"


def test_a_pool_with_a_model_of_its_own_is_judged_by_that() -> None:
    variant = pools("ml.c7i.large", ModelNameOverride=att("Small", "ModelName"))
    body = template(
        model(stated={"memoryMiB": 5000}),
        model("Small", stated={"memoryMiB": 2000}),
        configuration(instance_variant(**variant)),
        endpoint(),
    )
    assert found_in(body) == []


def test_a_shadow_variant_is_judged_as_well() -> None:
    shadow = instance_variant(model="Large", VariantName="Shadow", **SMALL)
    body = template(real_time(ShadowProductionVariants=[shadow]), model("Large", stated={"memoryMiB": 5000}))
    places = [finding.property for finding in report_on(body).findings if finding.rule == RULE.id]
    assert places == ["Properties/ShadowProductionVariants/0/InstanceType"]


@pytest.mark.parametrize("unknown", ["ml.new.large", "m5.xlarge", "x"])
def test_a_type_that_is_not_known_is_sound(unknown: str) -> None:
    found = found_in(template(real_time(variant={"InstanceType": unknown}, stated={"memoryMiB": 10**7})))
    assert RULE.id not in found
