"""SW909."""

from typing import Any

import pytest

from sagewire.validator.rules.iam.sw909_access_key import RULE
from sagewire.validator.samples import resource, sub, template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import model, serverless
from tests.validator.judging import findings_of, only_finding

KEY = "AKIA" + "QZ3XWLT5NMV7RBCD"
# The key that AWS's own pages show.
DOCUMENTED = "AKIAIOSFODNN7EXAMPLE"


@pytest.mark.parametrize(
    "text", [KEY, f"aws_access_key_id={KEY}", f"ASIA{KEY[4:]}", sub(f"${{AWS::Region}}:{KEY}"), [[{"deep": KEY}]]]
)
def test_a_key_anywhere_in_a_resource_is_found(text: Any) -> None:
    body = template(serverless(), resource("Other", "AWS::SSM::Parameter", {"Value": text}, {}))
    assert only_finding(RULE, body).resource == "Other"


def test_the_report_shows_no_key() -> None:
    finding = only_finding(RULE, template(serverless(), function(variables={"ID": KEY})))
    assert finding.message == "an AWS access key, AKIA...RBCD, stands in the template"
    assert KEY not in repr(finding)


def test_a_key_in_a_container_is_found() -> None:
    (finding,) = findings_of(RULE, template(model(container={"Environment": {"ID": KEY}})))
    assert finding.property == "Properties/PrimaryContainer/Environment/ID"


def test_a_key_in_code_is_found() -> None:
    code = f"handler = boto3.client('s3', aws_access_key_id='{KEY}').upload_file"
    assert only_finding(RULE, template(serverless(), function(Code={"ZipFile": code}))).property == (
        "Properties/Code/ZipFile"
    )


@pytest.mark.parametrize("text", [KEY[:-1], f"{KEY}X", f"X{KEY}", KEY.lower(), "AKIA", f"AROA{KEY[4:]}"])
def test_what_only_looks_like_one_is_left_alone(text: str) -> None:
    assert not findings_of(RULE, template(serverless(), function(variables={"ID": text})))


@pytest.mark.parametrize("text", [DOCUMENTED, f"a key such as {DOCUMENTED} or ASIA{DOCUMENTED[4:]}"])
def test_the_key_of_the_documentation_opens_nothing(text: str) -> None:
    assert not findings_of(RULE, template(serverless(), function(Description=text)))


def test_a_key_beside_the_one_of_the_documentation_is_found() -> None:
    (finding,) = findings_of(RULE, template(serverless(), function(Description=f"{DOCUMENTED}, {KEY}")))
    assert finding.found == "AKIA...RBCD"


def test_a_resource_that_is_not_made_is_left_alone() -> None:
    body = template(serverless(), function(variables={"ID": KEY}), Conditions={"Never": {"Fn::Equals": ["a", "b"]}})
    body["Resources"]["Function"]["Condition"] = "Never"
    assert not findings_of(RULE, body)


def test_parameters_that_stand_in_one_another_come_to_an_end() -> None:
    endless = {"Self": {"Type": "String", "Default": {"a": {"Ref": "Self"}, "b": {"Ref": "Self"}, "id": KEY}}}
    body = template(resource("Other", "AWS::SSM::Parameter", {"Value": {"Ref": "Self"}}, {}), Parameters=endless)
    assert findings_of(RULE, body)
