"""SW904."""

from typing import Any

import pytest

from sagewire.validator.rules.iam.sw904_passes_any_role import RULE
from sagewire.validator.samples import att, sub, template
from sagewire.validator.samples.invoking import function, function_role
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import findings_of, only_finding

TO_SAGEMAKER = {"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}}
ONE = att("ModelRole", "Arn")


def passing(on: Any, conditions: Any = TO_SAGEMAKER) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": ["iam:PassRole"], "Resource": on, "Condition": conditions}
    return template(serverless(), function(statements=[statement]))


@pytest.mark.parametrize("on", ["*", [ONE, "*"], sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*")])
def test_any_role_is_found_whatever_the_service(on: Any) -> None:
    finding = only_finding(RULE, passing(on))
    assert (finding.severity, finding.message) == ("warning", "the role FunctionRole may pass any role")


def test_one_role_for_any_service_is_worth_knowing() -> None:
    finding = only_finding(RULE, passing(ONE, {"Bool": {"aws:SecureTransport": "true"}}))
    assert (finding.severity, finding.message) == (
        "info",
        "the role FunctionRole may pass ModelRole to any service",
    )


@pytest.mark.parametrize(
    "conditions",
    [
        TO_SAGEMAKER,
        {"StringLike": {"IAM:passedtoservice": {"Ref": "Unset"}}},
        {"Ref": "Unset"},
        {"Bool": {"Ref": "Unset"}},
    ],
)
def test_one_role_for_one_service_is_left_alone(conditions: Any) -> None:
    assert not findings_of(RULE, passing(ONE, conditions))


@pytest.mark.parametrize(
    "on",
    [sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${Unset}"), {"Ref": "Unset"}, "arn:aws:iam::1:role/a-*"],
)
def test_roles_that_are_named_are_left_alone(on: Any) -> None:
    assert not findings_of(RULE, passing(on))


def deploying(service: str, action: str) -> dict[str, Any]:
    may = [{"Effect": "Allow", "Action": action, "Resource": "*"}]
    trust = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return function_role("Deploys", may, AssumeRolePolicyDocument={"Statement": [trust]}, ManagedPolicyArns=None)


SERVICES = ["codepipeline.amazonaws.com", "codebuild.amazonaws.com", "cloudformation.amazonaws.com"]


@pytest.mark.parametrize("service", SERVICES)
def test_a_role_that_deploys_is_looked_at(service: str) -> None:
    body = template(serverless(), deploying(service, "iam:PassRole"))
    assert only_finding(RULE, body).resource == "Deploys"


def test_a_role_that_acts_in_sagemaker_is_looked_at() -> None:
    body = template(serverless(), deploying("ecs-tasks.amazonaws.com", "iam:PassRole"))
    assert not findings_of(RULE, body)
    (inline,) = body["Resources"]["Deploys"]["Properties"]["Policies"]
    update = {"Effect": "Allow", "Action": "sagemaker:UpdateEndpoint", "Resource": "arn:aws:sagemaker:::endpoint/a"}
    inline["PolicyDocument"]["Statement"].append(update)
    assert only_finding(RULE, body).resource == "Deploys"


def test_roles_that_deploy_something_else_are_left_alone() -> None:
    assert not findings_of(RULE, template(deploying(SERVICES[0], "iam:PassRole")))


def test_a_role_that_deploys_may_pass_one_role_without_a_word() -> None:
    body = template(serverless(), deploying(SERVICES[2], "iam:PassRole"))
    (inline,) = body["Resources"]["Deploys"]["Properties"]["Policies"]
    inline["PolicyDocument"]["Statement"][0]["Resource"] = ONE
    assert not findings_of(RULE, body)
