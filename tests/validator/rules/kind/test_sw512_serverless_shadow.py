"""SW512."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw512_serverless_shadow import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, instance_variant, model, serverless_variant
from tests.validator.judging import findings_of


def _of(variant: dict[str, Any], shadow: dict[str, Any]) -> dict[str, Any]:
    return template(model(), config(variant, ShadowProductionVariants=[shadow]), endpoint())


@pytest.mark.parametrize(
    ("variant", "shadow"),
    [
        (serverless_variant(), serverless_variant(VariantName="Shadow")),
        (serverless_variant(), instance_variant(VariantName="Shadow")),
        (instance_variant(), serverless_variant(VariantName="Shadow")),
    ],
)
def test_neither_of_the_two_is_serverless(variant: dict[str, Any], shadow: dict[str, Any]) -> None:
    (finding,) = findings_of(RULE, _of(variant, shadow))
    assert finding.property == "Properties/ShadowProductionVariants"


def test_two_on_instances_are_left_alone() -> None:
    assert not findings_of(RULE, _of(instance_variant(), instance_variant(VariantName="Shadow")))


def test_an_empty_list_is_no_shadow() -> None:
    body = template(model(), config(serverless_variant(), ShadowProductionVariants=[]), endpoint())
    assert not findings_of(RULE, body)
