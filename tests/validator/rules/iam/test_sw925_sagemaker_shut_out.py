"""SW925."""

from typing import Any

import pytest

from sagewire.validator.rules.iam.sw925_sagemaker_shut_out import RULE
from sagewire.validator.samples import att, resource, template
from sagewire.validator.samples.serving import component_host, model, model_role, serverless
from tests.validator.judging import findings_of, only_finding

ASSUME = "sts:AssumeRole"
LAMBDA = {"Service": "lambda.amazonaws.com"}
ACCOUNT = "arn:aws:iam::111122223333:root"


def statement(principal: Any = LAMBDA, **changes: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": principal, "Action": ASSUME, **changes}


def trusting(*statements: Any) -> dict[str, Any]:
    document = {"Version": "2012-10-17", "Statement": list(statements)}
    return template(serverless(), model_role(AssumeRolePolicyDocument=document))


def test_a_trust_of_another_service_is_found() -> None:
    finding = only_finding(RULE, trusting(statement()))
    assert (finding.resource, finding.property) == ("ModelRole", "Properties/AssumeRolePolicyDocument")
    assert finding.message == (
        "the trust of ModelRole is for lambda.amazonaws.com, so that SageMaker cannot take it: no model is made with it"
    )


@pytest.mark.parametrize(
    "principal",
    [
        {"Service": ["lambda.amazonaws.com", "ec2.amazonaws.com"]},
        {"Service": "sagemaker-edge.amazonaws.com"},
        {"AWS": ACCOUNT},
        {"AWS": [ACCOUNT, att("Other", "Arn")]},
        {"Federated": "cognito-identity.amazonaws.com"},
        {"AWS": ACCOUNT, "Service": "lambda.amazonaws.com"},
    ],
)
def test_others_do_not_let_sagemaker_in(principal: Any) -> None:
    body = trusting(statement(principal))
    body["Resources"].update(model_role("Other"))
    assert findings_of(RULE, body)


@pytest.mark.parametrize(
    "more",
    [
        {"Effect": "Deny"},
        {"Action": "sts:TagSession"},
    ],
)
def test_a_statement_that_does_not_let_anybody_take_it_does_not_help(more: dict[str, Any]) -> None:
    assert findings_of(RULE, trusting(statement(), statement({"Service": "sagemaker.amazonaws.com"}, **more)))


@pytest.mark.parametrize(
    "principal",
    [
        {"Service": "sagemaker.amazonaws.com"},
        {"Service": ["lambda.amazonaws.com", "sagemaker.amazonaws.com"]},
        {"Service": "sagemaker.amazonaws.com.cn"},
        {"Service": {"Ref": "Unset"}},
        {"Service": ["lambda.amazonaws.com", {"Ref": "Unset"}]},
        {"AWS": "*"},
        {"AWS": {"Ref": "Unset"}},
        {"Nobody": "knows"},
        "*",
        {"Ref": "Unset"},
        {},
    ],
)
def test_who_is_let_in_or_may_be_is_left_alone(principal: Any) -> None:
    assert not findings_of(RULE, trusting(statement(), statement(principal)))


def test_a_principal_that_is_only_left_out_is_left_alone() -> None:
    assert not findings_of(RULE, trusting({"Effect": "Allow", "NotPrincipal": LAMBDA, "Action": ASSUME}))


@pytest.mark.parametrize("more", [{"Ref": "Unset"}, {"Fn::If": ["Open", statement(), {"Ref": "AWS::NoValue"}]}])
def test_statements_that_are_not_known_are_left_alone(more: Any) -> None:
    assert not findings_of(RULE, trusting(statement(), more))


def test_a_role_without_a_trust_is_left_to_others() -> None:
    assert not findings_of(RULE, template(serverless(), model_role(AssumeRolePolicyDocument=None)))


def test_the_role_of_a_configuration_is_looked_at_as_well() -> None:
    role = trusting(statement())["Resources"]["ModelRole"]
    assert findings_of(RULE, template(component_host(), {"ModelRole": role}))


def test_a_role_of_two_models_is_found_once() -> None:
    body = template(serverless(), model("Second"))
    body["Resources"]["ModelRole"] = trusting(statement())["Resources"]["ModelRole"]
    assert len(findings_of(RULE, body)) == 1


def test_a_role_that_serves_nothing_is_left_alone() -> None:
    other = resource("Other", "AWS::IAM::Role", trusting(statement())["Resources"]["ModelRole"]["Properties"], {})
    assert not findings_of(RULE, template(serverless(), other))


def test_a_template_that_a_macro_adds_to_is_left_alone() -> None:
    assert not findings_of(RULE, {**trusting(statement()), "Transform": "Own"})
