"""Scaling of a variant that the endpoint does not have."""

from typing import Any

import pytest

from sagewire.validator.rules.scaling.sw615_variant_that_is_not_there import RULE
from sagewire.validator.samples import sub, template
from sagewire.validator.samples.scaling import scaled
from sagewire.validator.samples.serving import config, instance_variant, real_time
from tests.validator.judging import found_in, only_finding


def scaling(variant: str) -> dict[str, Any]:
    return scaled(ResourceId=sub(f"endpoint/${{Endpoint.EndpointName}}/variant/{variant}"))


@pytest.mark.parametrize("variant", ["Main", "alltraffic", "AllTraffic2"])
def test_the_letters_must_be_the_same(variant: str) -> None:
    finding = only_finding(RULE, template(real_time(), scaling(variant)))
    assert (finding.found, finding.limit, finding.property) == (variant, "AllTraffic", "Properties/ResourceId")


def test_any_variant_may_be_scaled() -> None:
    two = config(instance_variant(), instance_variant(VariantName="Other"))
    assert found_in(template(real_time(), two, scaling("Other"))) == []


def test_a_name_that_is_not_known_may_be_the_one() -> None:
    body = template(real_time(variant={"VariantName": {"Ref": "Variant"}}), scaling("Main"))
    assert found_in({**body, "Parameters": {"Variant": {"Type": "String"}}}) == []


def test_a_part_that_is_not_known_may_be_the_one() -> None:
    body = template(real_time(), scaling("${Variant}-1"))
    assert found_in({**body, "Parameters": {"Variant": {"Type": "String"}}}) == []


def test_variants_that_are_not_all_known_may_hold_the_one() -> None:
    body = template(real_time(ProductionVariants={"Fn::Transform": {"Name": "Variants"}}), scaling("Main"))
    assert RULE.id not in found_in(body)
