"""SW922."""

import pytest

from sagewire.validator.rules.iam.sw922_one_role_for_both import RULE
from sagewire.validator.samples import Resources, att, template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import model_role, serverless
from tests.validator.judging import findings_of


def trusting(*services: str) -> Resources:
    trust = {"Principal": {"Service": [f"{service}.amazonaws.com" for service in services]}}
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", **trust}
    return model_role(AssumeRolePolicyDocument={"Version": "2012-10-17", "Statement": [statement]})


@pytest.mark.parametrize("service", ["sagemaker", "lambda"])
def test_a_role_that_one_of_them_cannot_take_is_not_for_both(service: str) -> None:
    body = template(serverless(), function(Role=att("ModelRole", "Arn")), trusting(service))
    assert not findings_of(RULE, body)


def test_a_function_that_runs_as_its_model_is_told_of() -> None:
    body = template(serverless(), function(Role=att("ModelRole", "Arn")), trusting("lambda", "sagemaker"))
    (finding,) = findings_of(RULE, body)
    assert finding.severity == "info"
    assert finding.message == "Function and SageMaker both take ModelRole, so that each has the rights of the other"


def test_a_role_of_several_functions_is_told_of_once() -> None:
    shared = att("ModelRole", "Arn")
    body = template(
        serverless(), function(Role=shared), function("Second", Role=shared), trusting("lambda", "sagemaker")
    )
    assert len(findings_of(RULE, body)) == 1


def test_a_role_for_each_is_sound() -> None:
    assert not findings_of(RULE, template(serverless(), function()))
