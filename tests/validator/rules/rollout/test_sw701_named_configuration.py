"""A configuration with a fixed name."""

from typing import Any

import pytest

from sagewire.validator.rules.rollout.sw701_named_configuration import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import real_time
from tests.validator.judging import findings_of, found_in, only_finding


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
    ],
)
def test_a_name_of_the_stack_is_fixed(name: Any) -> None:
    finding = only_finding(RULE, named(name))
    assert finding.severity == "warning"
    assert "is always called ${AWS::StackName}-ranking" in finding.message


VERSION = {"Type": "String", "Default": "one"}


@pytest.mark.parametrize(
    "name",
    [
        {"Ref": "Version"},
        {"Fn::Sub": "${ Version }-ranking"},
        {"Fn::Sub": "${AWS::StackName}-${Version}"},
        {"Fn::Sub": ["${Of}-ranking", {"Of": {"Ref": "Version"}}]},
        {"Fn::Join": ["-", ["ranking", {"Ref": "Version"}]]},
        {"Fn::If": ["First", "ranking-one", "ranking-two"]},
        {"Fn::FindInMap": ["Names", {"Ref": "Version"}, "name"]},
    ],
)
def test_of_a_name_that_a_parameter_may_change_it_is_told_only(name: Any) -> None:
    body = {
        **named(name, Version=VERSION),
        "Conditions": {
            "First": {"Fn::Not": [{"Condition": "Later"}]},
            "Later": {"Fn::Equals": [{"Ref": "Version"}, 2]},
        },
        "Mappings": {"Names": {"one": {"name": "ranking"}}},
    }
    finding = only_finding(RULE, body)
    assert finding.severity == "info"
    assert finding.message.startswith(f"the configuration is called {finding.found} until Version changes: any other")


@pytest.mark.parametrize(
    "name", [{"Fn::Sub": ["${Version}-a", {"Version": "ranking"}]}, {"Fn::Sub": "${AWS::StackName}-${!Version}"}]
)
def test_a_name_that_only_looks_like_a_parameter_s_is_fixed(name: Any) -> None:
    assert only_finding(RULE, named(name, Version=VERSION)).severity == "warning"


def test_a_name_that_hangs_on_a_condition_on_itself_is_not_known() -> None:
    body = {**named({"Fn::If": ["Own", "a", "b"]}), "Conditions": {"Own": {"Fn::Not": [{"Condition": "Own"}]}}}
    assert found_in(body) == []


@pytest.mark.parametrize(("given", "severity"), [("ranking", "warning"), ({"Ref": "Outer"}, "info")])
def test_what_the_stack_around_it_gives_a_parameter_is_as_fixed_as_it_is_there(given: Any, severity: str) -> None:
    stack = {"TemplateURL": "1.template.json", "Parameters": {"Version": given}}
    around = {
        "Parameters": {"Outer": VERSION},
        "Resources": {"Nested": {"Type": "AWS::CloudFormation::Stack", "Properties": stack}},
    }
    (finding,) = findings_of(RULE, around, named({"Ref": "Version"}, Version={"Type": "String"}))
    assert finding.severity == severity


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
