"""SW415."""

import pytest

from sagewire.validator.rules.capacity.sw415_region_without_serverless import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import real_time, serverless
from tests.validator.judging import found_in, only_finding


@pytest.mark.parametrize("region", ["eu-central-2", "il-central-1", "cn-north-1"])
def test_a_region_that_aws_does_not_name_is_found(region: str) -> None:
    finding = only_finding(RULE, template(serverless()), region=region)
    assert (finding.property, finding.found) == ("Properties/ProductionVariants/0/ServerlessConfig", region)


@pytest.mark.parametrize("region", ["us-east-1", "me-south-1", None])
def test_a_region_that_aws_names_or_that_is_not_known_is_sound(region: str | None) -> None:
    assert found_in(template(serverless()), region=region) == []


def test_instances_are_elsewhere_as_well() -> None:
    assert RULE.id not in found_in(template(real_time()), region="eu-central-2")
