"""SW901."""

from typing import Any

import pytest

from sagewire.validator.rules.iam.sw901_wildcard_action import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, function_role, grant
from sagewire.validator.samples.serving import model_role, serverless
from tests.validator.judging import findings_of, found_in, only_finding

EVERYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}


@pytest.mark.parametrize("action", ["*", "*:*", "sagemaker:*", "SageMaker:*", ["logs:PutLogEvents", "sagemaker:*"]])
def test_all_actions_of_a_function_are_found(action: Any) -> None:
    (finding,) = findings_of(RULE, template(serverless(), function(statements=[{**EVERYTHING, "Action": action}])))
    assert finding.property.startswith("Properties/Policies/0/PolicyDocument/Statement/1/Action")


@pytest.mark.parametrize("action", ["sagemaker:Invoke*", "sagemaker:Describe*", "logs:*", {"Ref": "Unset"}])
def test_some_actions_are_left_alone(action: Any) -> None:
    assert not findings_of(RULE, template(serverless(), function(statements=[{**EVERYTHING, "Action": action}])))


def test_what_is_denied_is_left_alone() -> None:
    denied = {**EVERYTHING, "Effect": "Deny"}
    assert not findings_of(RULE, template(serverless(), function(statements=[denied])))


def test_the_role_of_a_model_is_looked_at_as_well() -> None:
    inline = {"PolicyName": "All", "PolicyDocument": {"Version": "2012-10-17", "Statement": EVERYTHING}}
    finding = only_finding(RULE, template(serverless(), model_role(Policies=[inline])))
    assert finding.message == "the role ModelRole may take all actions of *, far more than inference needs"


def test_a_policy_that_two_roles_share_is_found_once() -> None:
    shared = grant("All", "sagemaker:*", "*")
    shared["All"]["Properties"]["Roles"].append({"Ref": "ModelRole"})
    assert len(findings_of(RULE, template(serverless(), function(), shared))) == 1


def test_roles_that_have_nothing_to_do_with_inference_are_left_alone() -> None:
    assert found_in(template(serverless(), function_role("Other", [EVERYTHING]))) == []


def deploying(service: str, action: str) -> dict[str, Any]:
    may = [{"Effect": "Allow", "Action": action, "Resource": "*"}]
    trust = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return function_role("Deploys", may, AssumeRolePolicyDocument={"Statement": [trust]}, ManagedPolicyArns=None)


SERVICES = ["codepipeline.amazonaws.com", "codebuild.amazonaws.com", "cloudformation.amazonaws.com"]


@pytest.mark.parametrize("service", SERVICES)
def test_a_role_that_deploys_is_looked_at(service: str) -> None:
    body = template(serverless(), deploying(service, "*"))
    assert only_finding(RULE, body).resource == "Deploys"


def test_a_role_that_acts_in_sagemaker_is_looked_at() -> None:
    body = template(serverless(), deploying("ecs-tasks.amazonaws.com", "*"))
    assert not findings_of(RULE, body)
    (inline,) = body["Resources"]["Deploys"]["Properties"]["Policies"]
    update = {"Effect": "Allow", "Action": "sagemaker:UpdateEndpoint", "Resource": "arn:aws:sagemaker:::endpoint/a"}
    inline["PolicyDocument"]["Statement"].append(update)
    assert only_finding(RULE, body).resource == "Deploys"


def test_roles_that_deploy_something_else_are_left_alone() -> None:
    assert not findings_of(RULE, template(deploying(SERVICES[0], "*")))
