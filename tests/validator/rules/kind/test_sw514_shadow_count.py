"""SW514."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw514_shadow_count import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, instance_variant, model
from tests.validator.judging import findings_of


def _of(production: int, shadows: int) -> dict[str, Any]:
    variants = [instance_variant(VariantName=f"Variant{number}") for number in range(production)]
    copied = [instance_variant(VariantName=f"Shadow{number}") for number in range(shadows)]
    return template(model(), config(*variants, ShadowProductionVariants=copied or None), endpoint())


@pytest.mark.parametrize(("production", "shadows"), [(1, 0), (1, 1), (2, 0), (10, 0)])
def test_one_shadow_beside_one_variant_is_all_and_without_it_there_may_be_ten(production: int, shadows: int) -> None:
    assert not findings_of(RULE, _of(production, shadows))


@pytest.mark.parametrize(
    ("production", "shadows", "places"),
    [
        (1, 2, ["ShadowProductionVariants"]),
        (2, 1, ["ProductionVariants"]),
        (2, 2, ["ProductionVariants", "ShadowProductionVariants"]),
    ],
)
def test_a_second_one_on_either_side_is_found(production: int, shadows: int, places: list[str]) -> None:
    found = findings_of(RULE, _of(production, shadows))
    assert [finding.property for finding in found] == [f"Properties/{place}" for place in places]
    assert {finding.found for finding in found} == {"2"}
