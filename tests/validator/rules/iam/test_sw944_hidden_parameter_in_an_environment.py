"""SW944."""

from typing import Any

import pytest

from sagewire.validator.rules.iam.sw944_hidden_parameter_in_an_environment import RULE
from sagewire.validator.samples import ref, template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import model, serverless
from tests.validator.judging import findings_of, only_finding

PARAMETERS = {
    "Token": {"Type": "String", "NoEcho": True},
    "Other": {"Type": "String", "NoEcho": "true"},
    "Shown": {"Type": "String", "NoEcho": False},
    "Plain": {"Type": "String"},
    "Broken": "String",
}
CONDITIONS = {
    "Open": {"Fn::Equals": [{"Ref": "Plain"}, "a"]},
    "Holds": {"Fn::Equals": ["a", "a"]},
    "Fails": {"Fn::Equals": ["a", "b"]},
}


def given(value: Any) -> dict[str, Any]:
    asking = function(variables={"LOGIN": value})
    return template(serverless(), asking, Parameters=PARAMETERS, Conditions=CONDITIONS)


@pytest.mark.parametrize(
    "value",
    [
        ref("Token"),
        {"Fn::Sub": "user:${Token}"},
        {"Fn::Sub": ["user:${ Token }${a}", {"a": "b"}]},
        {"Fn::Sub": ["user:${a}", {"a": ref("Token")}]},
        {"Fn::Join": [":", ["user", ref("Token")]]},
        {"Fn::If": ["Open", ref("Token"), {"Fn::Sub": "${Token}"}]},
        {"Fn::If": ["Holds", ref("Token"), "none"]},
        {"Fn::If": ["Fails", "none", ref("Token")]},
    ],
)
def test_a_hidden_parameter_in_an_environment_is_found(value: Any) -> None:
    finding = only_finding(RULE, given(value))
    assert (finding.severity, finding.found) == ("warning", "LOGIN")
    assert finding.message == (
        "LOGIN is made of Token, which NoEcho hides in CloudFormation alone: it stands there as it is"
    )
    assert finding.fix.startswith("Keep it in Secrets Manager")


def test_all_of_them_are_named() -> None:
    assert "made of Other and Token," in only_finding(RULE, given({"Fn::Sub": "${Token}:${Other}"})).message


def test_a_container_may_have_no_other_way_to_a_secret() -> None:
    body = template(model(container={"Environment": {"HF_TOKEN": ref("Token")}}), Parameters=PARAMETERS)
    (finding,) = findings_of(RULE, body)
    assert finding.property == "Properties/PrimaryContainer/Environment/HF_TOKEN"
    assert finding.severity == "info"
    assert finding.fix.startswith("Where the container's code is yours")


@pytest.mark.parametrize(
    "value",
    [
        ref("Shown"),
        ref("Plain"),
        ref("Broken"),
        ref("Endpoint"),
        ref("Elsewhere"),
        "Token",
        {"Fn::Sub": "${!Token}"},
        {"Fn::Sub": ["${Token}", {"Token": "mine"}]},
        {"Fn::If": ["Open", ref("Token"), "none"]},
        {"Fn::If": ["Open", "none", ref("Token")]},
        {"Fn::If": ["Fails", ref("Token"), "none"]},
        {"Fn::Sub": 1},
    ],
)
def test_what_is_not_hidden_or_not_certain_is_left_alone(value: Any) -> None:
    assert not findings_of(RULE, given(value))


def test_other_functions_are_none_of_its_business() -> None:
    asking = function(endpoint=None, variables={"LOGIN": ref("Token")})
    assert not findings_of(RULE, template(asking, Parameters=PARAMETERS))


def test_what_has_no_end_ends() -> None:
    endless: Any = ref("Token")
    for _ in range(40):
        endless = {"Fn::Join": ["", [endless]]}
    assert not findings_of(RULE, given(endless))


@pytest.mark.parametrize(("depth", "found"), [(16, 1), (17, 0)])
def test_it_looks_as_deep_as_people_write(depth: int, found: int) -> None:
    value: Any = ref("Token")
    for _ in range(depth):
        value = {"Fn::Join": ["", [value]]}
    assert len(findings_of(RULE, given(value))) == found


@pytest.mark.parametrize(
    "value",
    [
        {"Fn::Sub": "{{resolve:secretsmanager:${Token}}}"},
        {"Fn::Sub": ["{{resolve:secretsmanager:${Token}}}", {}]},
        {"Fn::Join": ["", ["{{resolve:secretsmanager:", ref("Token"), "}}"]]},
    ],
)
def test_what_is_looked_up_by_it_is_another_thing(value: Any) -> None:
    assert not findings_of(RULE, given(value))
