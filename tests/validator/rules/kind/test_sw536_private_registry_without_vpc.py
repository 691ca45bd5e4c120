"""SW536."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw536_private_registry_without_vpc import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import component, component_host, config, endpoint, model, serverless_variant
from tests.validator.judging import findings_of

OWN = {"ImageConfig": {"RepositoryAccessMode": "Vpc"}}
VPC = {"SecurityGroupIds": ["sg-0123456789abcdef0"], "Subnets": ["subnet-0123456789abcdef0"]}


def test_a_registry_in_a_vpc_asks_for_that_vpc() -> None:
    (finding,) = findings_of(RULE, template(model(container=OWN)))
    assert finding.property == "Properties/PrimaryContainer/ImageConfig/RepositoryAccessMode"


@pytest.mark.parametrize(
    "changes",
    [
        {"container": OWN, "VpcConfig": VPC},
        {"container": OWN, "VpcConfig": {"Ref": "Network"}},
        {"container": {"ImageConfig": {"RepositoryAccessMode": "Platform"}}},
        {"container": {"ImageConfig": {"RepositoryAccessMode": {"Ref": "Network"}}}},
        {},
    ],
)
def test_a_vpc_or_ecr_is_left_alone(changes: dict[str, Any]) -> None:
    assert not findings_of(RULE, template(model(**changes), Parameters={"Network": {"Type": "String"}}))


def test_a_component_may_have_the_vpc_of_its_endpoint() -> None:
    assert not findings_of(RULE, template(component_host(), component(), model("ComponentModel", container=OWN)))


def test_a_serverless_endpoint_is_for_another_rule() -> None:
    assert not findings_of(RULE, template(model(container=OWN), config(serverless_variant()), endpoint()))
