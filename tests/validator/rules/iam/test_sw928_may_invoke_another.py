"""SW928."""

from typing import Any

import pytest

from sagewire.validator.assembly import Assembly
from sagewire.validator.graph import Graph
from sagewire.validator.rules.iam.sw928_may_invoke_another import RULE
from sagewire.validator.samples import att, ref, sub, template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import config, endpoint, instance_variant, model, serverless
from sagewire.validator.template import Template
from tests.validator.judging import findings_of, found_in, only_finding

INVOKE = "sagemaker:InvokeEndpoint"
NAME = att("Endpoint", "EndpointName")
ARN = "arn:${AWS::Partition}:sagemaker:${AWS::Region}:${AWS::AccountId}:endpoint/"
ELSEWHERE = "arn:aws:sagemaker:eu-west-1:111122223333:endpoint"


def may(
    *on: Any, action: Any = INVOKE, variables: dict[str, Any] | None = None, name: Any = "rank-prod", **more: Any
) -> dict[str, Any]:
    statements = [{"Effect": "Allow", "Action": action, "Resource": list(on)}, *more.pop("statements", [])]
    asked = function(endpoint=None, variables=variables or {"ENDPOINT_NAME": NAME}, statements=statements, **more)
    other = {**config(instance_variant(), id="OtherConfig"), **endpoint("Other", config="OtherConfig")}
    return template(
        model(), serverless(), endpoint(EndpointName=name), other, asked, Parameters={"Unset": {"Type": "String"}}
    )


@pytest.mark.parametrize(
    "on",
    [
        ref("Other"),
        ref("Config"),
        ref("Model"),
        sub(f"{ARN}${{Other.EndpointName}}"),
        sub(f"{ARN}rank"),
        sub(f"{ARN}ranking-*"),
        sub(f"{ARN}rank-prod-${{Unset}}"),
        "arn:aws:sagemaker:*:*:endpoint-config/rank-prod",
        "arn:aws:sagemaker:*:*:model/*",
        sub("arn:aws:sagemaker:us-west-2:${AWS::AccountId}:endpoint/rank-prod"),
        sub("arn:aws:sagemaker:us-west-2:${AWS::AccountId}:endpoint/${Endpoint.EndpointName}"),
    ],
)
def test_a_role_that_names_others_alone_is_found(on: Any) -> None:
    (finding,) = findings_of(RULE, may(on), region="eu-west-1")
    assert finding.severity == "warning"
    assert (finding.resource, finding.property) == ("Function", "Properties/Environment/Variables/ENDPOINT_NAME")


def test_what_is_said_names_both() -> None:
    finding = only_finding(RULE, RULE.wrong())
    assert finding.message == (
        "ENDPOINT_NAME tells Function of Endpoint, but its role FunctionRole may not invoke that: it names Config"
    )


def test_all_that_it_names_are_others() -> None:
    assert findings_of(RULE, may(ref("Other"), sub(f"{ARN}another")))
    assert not findings_of(RULE, may(ref("Other"), ref("Endpoint")))


@pytest.mark.parametrize(
    "on",
    [
        "*",
        ref("Endpoint"),
        ref("Unset"),
        sub(f"{ARN}*"),
        sub(f"{ARN}rank-*"),
        sub(f"{ARN}Rank-Prod"),
        sub(f"{ARN}${{Unset}}"),
        sub(f"{ARN}rank-${{Unset}}"),
        sub("arn:aws:sagemaker:${AWS::Region}:*:endpoint*"),
        "arn:aws:sagemaker:*",
        "arn:aws:sagemaker:*:*:*",
        "arn:aws:sagemaker:eu-*:*:endpoint/rank-prod",
        sub("arn:aws:sagemaker:${AWS::Region}:${AWS::AccountId}:inference-component/*"),
    ],
)
def test_a_role_that_names_it_or_may_is_left_alone(on: Any) -> None:
    assert not findings_of(RULE, may(on), region="eu-west-1")


@pytest.mark.parametrize(("account", "found"), [("111122223333", 1), ("444455556666", 0), (None, 0)])
def test_an_arn_of_another_account_is_of_another_endpoint(account: str | None, found: int) -> None:
    body = may("arn:aws:sagemaker:*:444455556666:endpoint/rank-prod")
    graph = Graph(Assembly([Template("a", body, region="eu-west-1", account=account)]))
    assert len(list(RULE.check(graph))) == found


def test_a_region_that_is_not_known_may_be_the_one() -> None:
    assert not findings_of(RULE, may("arn:aws:sagemaker:us-west-2:*:endpoint/rank-prod"))


@pytest.mark.parametrize(
    ("said", "found"), [("ranking", 1), ("endpoint-a1b2c3", 0), ("Endpoint-A1b2C3", 0), ("rank-*", 0)]
)
def test_a_name_that_is_made_of_the_logical_id_is_known_by_that(said: str, found: int) -> None:
    assert len(findings_of(RULE, may(sub(f"{ARN}{said}"), name=None))) == found


@pytest.mark.parametrize(("said", "found"), [("rank", 1), ("dev-rank", 0), ("*-rank", 0), ("dev-other", 1)])
def test_a_name_of_which_part_is_known_is_compared_by_that(said: str, found: int) -> None:
    assert len(findings_of(RULE, may(sub(f"{ARN}{said}"), name=sub("${Unset}-rank")))) == found


@pytest.mark.parametrize(
    "statement",
    [
        {"Action": "sagemaker:DescribeEndpoint", "Resource": "*"},
        {"Action": "sagemaker:*", "Resource": ref("Endpoint")},
        {"Action": "sts:AssumeRole", "Resource": "*"},
        {"Action": "cloudwatch:GetMetricData", "Resource": "*"},
        {"Action": "application-autoscaling:*", "Resource": "*"},
        {"Action": {"Ref": "Unset"}, "Resource": "*"},
        {"NotAction": "iam:*", "Resource": "*"},
        {"Action": INVOKE, "NotResource": ref("Other")},
    ],
)
def test_a_role_that_may_use_it_otherwise_is_left_alone(statement: dict[str, Any]) -> None:
    assert not findings_of(RULE, may(ref("Other"), statements=[{"Effect": "Allow", **statement}]))


@pytest.mark.parametrize(
    "statement",
    [
        {"Effect": "Deny", "Action": "sagemaker:*", "Resource": "*"},
        {"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
        {"Effect": "Allow", "Action": "sagemaker:DescribeEndpoint", "Resource": ref("Other")},
    ],
)
def test_what_does_not_help_is_found(statement: dict[str, Any]) -> None:
    assert findings_of(RULE, may(ref("Other"), statements=[statement]))


@pytest.mark.parametrize(
    "variables",
    [
        {"ENDPOINT_NAME": NAME, "SECOND_ENDPOINT": att("Other", "EndpointName")},
        {"ENDPOINT_NAME": NAME, "SECOND": att("Other", "EndpointName")},
        {"ENDPOINT_NAME": NAME, "SECOND_ENDPOINT": {"Ref": "Unset"}},
        {"ENDPOINT_NAME": NAME, "SECOND": {"Fn::If": ["Open", "a", {"Ref": "AWS::NoValue"}]}},
        {"RANKED_BY": NAME},
        {"NOTHING": "x"},
    ],
)
def test_where_it_is_told_of_another_or_may_be_it_is_left_alone(variables: dict[str, Any]) -> None:
    assert not findings_of(RULE, may(ref("Other"), variables=variables))


def test_addresses_of_other_services_are_none_of_sagemakers_endpoints() -> None:
    told = {"ENDPOINT_NAME": NAME, "S3_ENDPOINT": "https://s3.eu-west-1.amazonaws.com"}
    assert findings_of(RULE, may(ref("Other"), variables=told))


@pytest.mark.parametrize("name", ["ENDPOINT_NAME", "endpointName", "SAGEMAKER_ENDPOINT"])
def test_a_plain_name_that_the_role_does_not_allow_is_told_of(name: str) -> None:
    (finding,) = findings_of(RULE, may(sub(f"{ARN}rank-prod"), variables={name: "rank-pord"}))
    assert finding.severity == "warning"
    assert "tells Function of rank-pord" in finding.message


@pytest.mark.parametrize(
    ("name", "value", "on"),
    [
        ("ENDPOINT_NAME", "other", f"{ELSEWHERE}/other"),
        ("ENDPOINT_NAME", "other", f"{ELSEWHERE}/*"),
        ("ENDPOINT_NAME", "Other-A1b2", {"Ref": "Other"}),
        ("ENDPOINT", "other", f"{ELSEWHERE}/another"),
        ("ENDPOINT_NAME", "not_a_name", f"{ELSEWHERE}/another"),
    ],
)
def test_a_plain_name_that_may_be_allowed_or_may_be_no_name_is_left_alone(name: str, value: str, on: Any) -> None:
    assert not findings_of(RULE, may(on, variables={name: value}))


@pytest.mark.parametrize("on", [{"Ref": "Other"}, {"Ref": "Endpoint"}])
def test_a_plain_name_is_compared_with_that_of_an_endpoint_that_is_named(on: Any) -> None:
    assert findings_of(RULE, may(on, variables={"ENDPOINT_NAME": "rank-pord"}))


def test_a_role_that_may_invoke_nothing_is_left_to_others() -> None:
    assert RULE.id not in found_in(may("*", action="s3:GetObject"))


def test_a_role_that_is_not_all_known_is_left_alone() -> None:
    body = may(ref("Other"))
    body["Resources"]["FunctionRole"]["Properties"]["ManagedPolicyArns"] = {"Ref": "Unset"}
    assert not findings_of(RULE, body)


def test_a_template_that_a_macro_adds_to_is_left_alone() -> None:
    assert not findings_of(RULE, {**may(ref("Other")), "Transform": "Own"})


@pytest.mark.parametrize(
    "other",
    [
        function("Another", endpoint=None, Role="arn:aws:iam::111122223333:role/elsewhere"),
        function("Another", endpoint=None),
    ],
)
def test_a_function_that_is_left_alone_hides_none_after_it(other: dict[str, Any]) -> None:
    body = may(ref("Other"))
    assert len(findings_of(RULE, {**body, "Resources": {**other, **body["Resources"]}})) == 1
