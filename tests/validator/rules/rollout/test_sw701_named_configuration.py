"""A configuration with a fixed name."""

from typing import Any

import pytest

from sagewire.validator.rules.rollout.sw701_named_configuration import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import real_time
from tests.validator.judging import found_in, only_finding


def named(name: Any, **parameters: Any) -> dict[str, Any]:
    return {**template(real_time(EndpointConfigName=name)), "Parameters": parameters}


def test_a_name_in_the_template_is_fixed() -> None:
    finding = only_finding(RULE, named("ranking"))
    assert (finding.found, finding.property) == ("ranking", "Properties/EndpointConfigName")


def test_a_name_that_cloudformation_gives_is_new_each_time() -> None:
    assert found_in(template(real_time())) == []


@pytest.mark.parametrize(
    "name",
    [
        {"Fn::Sub": "${AWS::StackName}-ranking"},
        {"Fn::Join": ["-", [{"Ref": "AWS::StackName"}, "ranking", {"Ref": "AWS::Region"}]]},
        {"Fn::Sub": ["${Stack}-ranking", {"Stack": {"Ref": "AWS::StackName"}}]},
        {"Fn::Sub": "${Stage}-ranking"},
    ],
)
def test_a_name_of_the_stack_is_fixed(name: Any) -> None:
    assert found_in(named(name, Stage={"Type": "String", "Default": "prod"})) == [RULE.id]


@pytest.mark.parametrize(
    "name",
    [
        {"Ref": "Build"},
        {"Fn::Sub": "ranking-${Build}"},
        {"Fn::Sub": "${Model.ModelName}-config"},
        {"Fn::Sub": "${AWS::StackName}-${Build}"},
        {"Fn::ImportValue": "name"},
        "{{resolve:ssm:/name}}",
    ],
)
def test_a_name_that_each_deployment_may_choose_is_not(name: Any) -> None:
    assert found_in(named(name, Build={"Type": "String"})) == []
