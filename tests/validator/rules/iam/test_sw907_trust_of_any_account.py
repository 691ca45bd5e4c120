"""SW907."""

from typing import Any

import pytest

from sagewire.validator.rules.iam.sw907_trust_of_any_account import RULE
from sagewire.validator.samples import ref, template
from sagewire.validator.samples.serving import component_host, model_role, serverless
from tests.validator.judging import findings_of, only_finding


def trusting(service: Any = "sagemaker.amazonaws.com", **more: Any) -> dict[str, Any]:
    trust = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole", **more}
    return model_role(AssumeRolePolicyDocument={"Version": "2012-10-17", "Statement": trust})


@pytest.mark.parametrize("service", ["sagemaker.amazonaws.com", ["lambda.amazonaws.com", "sagemaker.amazonaws.com"]])
def test_a_trust_without_a_condition_is_found(service: Any) -> None:
    finding = only_finding(RULE, template(serverless(), trusting(service)))
    assert (finding.resource, finding.property) == (
        "ModelRole",
        "Properties/AssumeRolePolicyDocument/Statement/Condition",
    )


def test_what_is_said_is_no_more_than_is_true() -> None:
    finding = only_finding(RULE, template(serverless(), trusting()))
    assert finding.message == (
        "SageMaker may take ModelRole for whoever may pass it: its trust names neither account nor resource"
    )
    assert "Split" not in finding.fix


def test_a_statement_that_is_shared_is_split_first() -> None:
    (finding,) = findings_of(RULE, template(serverless(), trusting(["ec2.amazonaws.com", "sagemaker.amazonaws.com"])))
    assert finding.fix.startswith("Split the statement")


def test_a_role_that_serves_no_model_is_left_alone() -> None:
    (trust,) = trusting().values()
    assert not findings_of(RULE, template(serverless(), {"NotebookRole": trust}))


def test_a_trust_with_another_condition_is_found() -> None:
    assert findings_of(RULE, template(serverless(), trusting(Condition={"Bool": {"aws:SecureTransport": "true"}})))


@pytest.mark.parametrize("key", ["aws:SourceAccount", "aws:SourceArn", "AWS:sourceaccount", "aws:SourceOrgID"])
def test_an_account_a_resource_or_an_organization_bounds_it(key: str) -> None:
    bounded = trusting(Condition={"StringLike": {key: ref("AWS::AccountId")}})
    assert not findings_of(RULE, template(serverless(), bounded))


@pytest.mark.parametrize("conditions", [{"Ref": "Unset"}, {"StringEquals": {"Ref": "Unset"}}])
def test_conditions_that_are_not_known_are_left_alone(conditions: Any) -> None:
    assert not findings_of(RULE, template(serverless(), trusting(Condition=conditions)))


def test_the_role_of_a_configuration_is_looked_at_as_well() -> None:
    assert findings_of(RULE, template(component_host(), trusting()))


def test_a_trust_of_other_services_is_left_alone() -> None:
    assert not findings_of(RULE, template(serverless(), trusting("lambda.amazonaws.com")))
