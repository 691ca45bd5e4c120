"""SW919."""

from typing import Any

import pytest

from sagewire.validator.rules.iam.sw919_secret_looked_up_too_early import RULE
from sagewire.validator.samples import ref, template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import model, serverless
from tests.validator.judging import findings_of, only_finding

SECRET = "{{resolve:secretsmanager:db:SecretString:password}}"


def looked_up(value: Any, **sections: Any) -> dict[str, Any]:
    return template(serverless(), function(variables={"LOGIN": value}), **sections)


@pytest.mark.parametrize(
    "value",
    [
        SECRET,
        "{{resolve:ssm-secure:/db/password}}",
        f"user:{SECRET}",
        {"Fn::Join": ["", ["{{resolve:secretsmanager:", {"Ref": "Db"}, ":SecretString:password::}}"]]},
        {"Fn::Sub": "{{resolve:secretsmanager:${Unset}:SecretString}}"},
        {"Fn::Sub": [f"${{a}}{SECRET}", {"a": "b"}]},
    ],
)
def test_a_secret_in_an_environment_is_found(value: Any) -> None:
    finding = only_finding(RULE, looked_up(value))
    assert finding.severity == "warning"
    assert finding.message == "LOGIN is looked up when it is deployed, and stands in the environment as it is"


def test_a_container_may_have_no_other_way_to_a_secret() -> None:
    (finding,) = findings_of(RULE, template(model(container={"Environment": {"LOGIN": SECRET}})))
    assert finding.property == "Properties/PrimaryContainer/Environment/LOGIN"
    assert finding.severity == "info"
    assert "container" in finding.fix


@pytest.mark.parametrize("value", ["{{resolve:ssm:/db/host}}", ref("Db"), "secretsmanager", {"Fn::Sub": 1}])
def test_what_is_no_secret_is_left_alone(value: Any) -> None:
    assert not findings_of(RULE, looked_up(value))


def test_a_parameter_that_refers_to_itself_ends() -> None:
    endless = {"Self": {"Type": "String", "Default": {"Ref": "Self"}}}
    assert not findings_of(RULE, looked_up(ref("Self"), Parameters=endless))


def test_what_is_made_of_many_that_are_made_of_many_is_looked_through_once() -> None:
    """Each of a hundred would be looked at in each of a hundred, and so on."""
    made = {f"P{level}": {"Default": {"Fn::Join": ["", [ref(f"P{level + 1}")] * 100]}} for level in range(7)}
    value = {"Fn::Join": ["", [ref("P0")] * 100]}
    assert findings_of(RULE, looked_up(value, Parameters={**made, "P7": {"Default": SECRET}}))
    assert not findings_of(RULE, looked_up(value, Parameters={**made, "P7": {"Default": "public"}}))


def test_what_is_made_of_itself_ends() -> None:
    parameters = {"P": {"Default": {"Fn::Join": ["", [ref("P"), SECRET]]}}}
    assert findings_of(RULE, looked_up(ref("P"), Parameters=parameters))
