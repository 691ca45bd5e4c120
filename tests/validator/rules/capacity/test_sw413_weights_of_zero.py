"""SW413."""

from typing import Any

import pytest

from sagewire.validator.rules.capacity.sw413_weights_of_zero import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import component_host, config, endpoint, instance_variant, model
from tests.validator.judging import found_in, only_finding


def weights(*given: Any) -> dict[str, Any]:
    variants = [instance_variant(VariantName=f"V{at}", InitialVariantWeight=weight) for at, weight in enumerate(given)]
    return {**template(model(), config(*variants), endpoint()), "Parameters": {"Unset": {"Type": "Number"}}}


@pytest.mark.parametrize("given", [(0,), (0, "0", 0.0)])
def test_nothing_but_zeros_is_found_once(given: tuple[Any, ...]) -> None:
    finding = only_finding(RULE, weights(*given))
    assert finding.property == "Properties/ProductionVariants/0/InitialVariantWeight"
    assert finding.found == "0"


@pytest.mark.parametrize("given", [(1,), (0, 0.1), (0, None), (None,), (0, {"Ref": "Unset"})])
def test_a_weight_above_zero_or_one_that_may_be_is_sound(given: tuple[Any, ...]) -> None:
    assert RULE.id not in found_in(weights(*given))


def test_components_are_asked_by_their_names() -> None:
    assert RULE.id not in found_in(template(component_host(variant={"InitialVariantWeight": 0})))
