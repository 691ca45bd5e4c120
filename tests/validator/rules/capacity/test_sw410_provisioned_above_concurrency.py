"""SW410."""

from typing import Any

import pytest

from sagewire.validator.rules.capacity.sw410_provisioned_above_concurrency import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import found_in, only_finding


def provisioned(count: Any, most: Any = 5) -> dict[str, Any]:
    body = template(serverless(settings={"MaxConcurrency": most, "ProvisionedConcurrency": count}))
    return {**body, "Parameters": {"Unset": {"Type": "Number"}}}


@pytest.mark.parametrize("count", [1, 4, 5])
def test_a_part_of_the_maximum_or_all_of_it_is_sound(count: int) -> None:
    assert found_in(provisioned(count)) == []


def test_more_than_the_maximum_is_found() -> None:
    finding = only_finding(RULE, provisioned(6))
    assert finding.property == "Properties/ProductionVariants/0/ServerlessConfig/ProvisionedConcurrency"
    assert (finding.found, finding.limit) == ("6", "5")


def test_a_maximum_that_is_not_known_is_sound() -> None:
    assert found_in(provisioned(150, {"Ref": "Unset"})) == []
