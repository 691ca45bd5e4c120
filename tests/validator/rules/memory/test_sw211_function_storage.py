"""SW211."""

from typing import Any

import pytest

from sagewire.validator.rules.memory.sw211_function_storage import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from tests.validator.judging import found_in, only_finding


@pytest.mark.parametrize("size", [512, 10_239, 10_240])
def test_what_lambda_gives_is_sound(size: int) -> None:
    assert found_in(template(function(endpoint=None, EphemeralStorage={"Size": size}))) == []


def test_a_megabyte_more_is_found() -> None:
    finding = only_finding(RULE, template(function(endpoint=None, EphemeralStorage={"Size": 10_241})))
    assert finding.property == "Properties/EphemeralStorage/Size"
    assert (finding.found, finding.limit) == ("10241", "10,240 MiB")


@pytest.mark.parametrize("property", ["AcceleratorConfig", "CapacityProviderConfig"])
def test_a_function_that_has_an_accelerator_or_may_have_one_may_have_more(property: str) -> None:
    large: dict[str, Any] = {"EphemeralStorage": {"Size": 32_768}, property: {"Ref": "Unset"}}
    assert RULE.id not in found_in(template(function(endpoint=None, **large)))
