"""SW502."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw502_serverless_on_instances import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, instance_variant, model, serverless_variant
from tests.validator.judging import findings_of


def _of(variant: dict[str, Any], **sections: Any) -> dict[str, Any]:
    return template(model(), config(variant), endpoint(), **sections)


@pytest.mark.parametrize(
    ("stated", "name"),
    [
        ({"InstanceType": "ml.m5.large"}, "InstanceType"),
        ({"InitialInstanceCount": 0}, "InitialInstanceCount"),
        ({"InstancePools": [{"InstanceType": "ml.m5.large", "Priority": 1}]}, "InstancePools"),
    ],
)
def test_whatever_names_instances_is_found(stated: dict[str, Any], name: str) -> None:
    (finding,) = findings_of(RULE, _of(serverless_variant(**stated)))
    assert finding.property == f"Properties/ProductionVariants/0/{name}"


def test_type_and_number_together_are_one_finding_that_names_both() -> None:
    (finding,) = findings_of(RULE, _of(serverless_variant(InstanceType="ml.m5.large", InitialInstanceCount=1)))
    assert "InstanceType and InitialInstanceCount" in finding.fix


def test_a_choice_between_the_two_that_is_open_is_left_alone() -> None:
    open_choice = {"Fn::If": ["Serverless", {"MemorySizeInMB": 2048, "MaxConcurrency": 1}, {"Ref": "AWS::NoValue"}]}
    sections = {
        "Parameters": {"Kind": {"Type": "String"}},
        "Conditions": {"Serverless": {"Fn::Equals": [{"Ref": "Kind"}, "serverless"]}},
    }
    assert not findings_of(RULE, _of(instance_variant(ServerlessConfig=open_choice), **sections))


def test_a_choice_that_is_made_leaves_one_of_the_two() -> None:
    chosen: dict[str, Any] = {"Ref": "AWS::NoValue"}
    assert not findings_of(RULE, _of(serverless_variant(InstanceType=chosen, InitialInstanceCount=chosen)))
