"""SW414."""

from typing import Any

import pytest

from sagewire import instances
from sagewire.validator.rules.capacity.sw414_type_not_offered import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import instance_variant, real_time
from tests.validator.judging import findings_of, found_in, only_finding


def on(type: Any, **changes: Any) -> dict[str, Any]:
    return template(real_time(variant={"InstanceType": type}, **changes))


def test_a_type_that_the_region_does_not_offer_is_found() -> None:
    finding = only_finding(RULE, on("ml.g5.xlarge"), region="eu-west-3")
    assert finding.property == "Properties/ProductionVariants/0/InstanceType"
    assert finding.message == "AWS's price list has no ml.g5.xlarge for hosting in eu-west-3"


@pytest.mark.parametrize("region", ["us-east-1", None, "eu-nowhere-1"])
def test_a_region_that_offers_it_or_of_which_nothing_is_known_is_sound(region: str | None) -> None:
    assert found_in(on("ml.g5.xlarge"), region=region) == []


@pytest.mark.parametrize("type", ["ml.c6in.large", "ml.new.large"])
def test_a_type_that_the_price_list_lacks_is_sound(type: str) -> None:
    assert instances.regions(type) is None
    assert not findings_of(RULE, on(type), region="eu-west-3")


def test_shadow_variants_are_looked_at_as_well() -> None:
    shadow = instance_variant(VariantName="Shadow", InstanceType="ml.g5.xlarge")
    assert RULE.id in found_in(on("ml.g4dn.xlarge", ShadowProductionVariants=[shadow]), region="eu-west-3")
