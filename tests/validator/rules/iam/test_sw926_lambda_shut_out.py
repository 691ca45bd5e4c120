"""SW926."""

from typing import Any

import pytest

from sagewire.validator.rules.iam.sw926_lambda_shut_out import RULE
from sagewire.validator.samples import att, template
from sagewire.validator.samples.invoking import function, function_role
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import findings_of, only_finding


def trusting(service: Any, **changes: Any) -> dict[str, Any]:
    trust = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    body = template(serverless(), function(**changes))
    body["Resources"]["FunctionRole"]["Properties"]["AssumeRolePolicyDocument"]["Statement"] = trust
    return body


@pytest.mark.parametrize("service", ["sagemaker.amazonaws.com", ["ec2.amazonaws.com", "edgelambda.amazonaws.com"]])
def test_a_trust_of_other_services_is_found(service: Any) -> None:
    (finding,) = findings_of(RULE, trusting(service))
    assert (finding.resource, finding.property) == ("FunctionRole", "Properties/AssumeRolePolicyDocument")


def test_a_role_that_only_sagemaker_may_take_is_found_by_this_rule_alone() -> None:
    own = {"StringEquals": {"aws:SourceAccount": "111122223333"}}
    body = trusting("sagemaker.amazonaws.com")
    body["Resources"]["FunctionRole"]["Properties"]["AssumeRolePolicyDocument"]["Statement"]["Condition"] = own
    assert only_finding(RULE, body).message == (
        "the trust of FunctionRole is for sagemaker.amazonaws.com, so that Lambda cannot take it, and refuses Function"
    )


@pytest.mark.parametrize(
    "service", ["lambda.amazonaws.com", ["ec2.amazonaws.com", "lambda.amazonaws.com"], {"Ref": "Unset"}]
)
def test_who_lets_lambda_in_or_may_is_left_alone(service: Any) -> None:
    assert not findings_of(RULE, trusting(service))


def test_a_role_of_two_functions_is_found_once() -> None:
    body = trusting("ec2.amazonaws.com")
    body["Resources"].update(function("Second", Role=att("FunctionRole", "Arn")))
    assert len(findings_of(RULE, body)) == 1


def test_functions_that_have_nothing_to_do_with_inference_are_left_alone() -> None:
    assert not findings_of(RULE, trusting("ec2.amazonaws.com", endpoint=None))


ROLE = att("FunctionRole", "Arn")


@pytest.mark.parametrize(
    "role", [{"Fn::If": ["Open", ROLE, att("OtherRole", "Arn")]}, {"Fn::Select": [0, {"Fn::Split": [",", ROLE]}]}]
)
def test_a_role_that_a_function_may_not_have_is_left_alone(role: Any) -> None:
    body = trusting("ec2.amazonaws.com")
    body["Resources"]["Function"]["Properties"]["Role"] = role
    body["Resources"].update(function_role("OtherRole", []))
    assert not findings_of(RULE, body)


def test_a_function_that_is_left_alone_hides_none_after_it() -> None:
    other = function("Another", endpoint=None)
    body = trusting("ec2.amazonaws.com")
    assert len(findings_of(RULE, {**body, "Resources": {**other, **body["Resources"]}})) == 1
