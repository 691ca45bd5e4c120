"""SW903."""

from typing import Any

import pytest

from sagewire.validator.rules.iam.sw903_full_access import RULE
from sagewire.validator.samples import Resources, att, resource, sub, template
from sagewire.validator.samples.invoking import function, function_role
from sagewire.validator.samples.serving import component_host, model_role, serverless
from tests.validator.judging import findings_of, only_finding

FULL = "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"


@pytest.mark.parametrize(
    ("arn", "found"),
    [
        (FULL, "AmazonSageMakerFullAccess"),
        (sub("arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess"), "AdministratorAccess"),
        ("arn:aws:iam::aws:policy/PowerUserAccess", "PowerUserAccess"),
    ],
)
def test_full_access_of_a_model_is_found(arn: Any, found: str) -> None:
    finding = only_finding(RULE, template(serverless(), model_role(ManagedPolicyArns=[arn])))
    assert finding.message == f"the role ModelRole has {found}, far more than inference needs"


def test_full_access_of_a_function_is_found() -> None:
    role = function_role("FunctionRole", [], ManagedPolicyArns=[FULL])
    (finding,) = findings_of(RULE, template(serverless(), function(), role))
    assert finding.property == "Properties/ManagedPolicyArns/0"


@pytest.mark.parametrize(
    "arn",
    ["arn:aws:iam::aws:policy/AmazonSageMakerReadOnly", "arn:aws:iam::111122223333:policy/Ranking", {"Ref": "Unset"}],
)
def test_other_policies_are_left_alone(arn: Any) -> None:
    assert not findings_of(RULE, template(serverless(), model_role(ManagedPolicyArns=[arn])))


def test_the_role_of_a_configuration_is_looked_at_as_well() -> None:
    assert findings_of(RULE, template(component_host(), model_role(ManagedPolicyArns=[FULL])))


def test_a_role_of_a_model_and_of_a_function_is_found_once() -> None:
    both = function(Role=att("ModelRole", "Arn"))
    assert len(findings_of(RULE, template(serverless(), both, model_role(ManagedPolicyArns=[FULL])))) == 1


@pytest.mark.parametrize(
    "user",
    [
        resource("Notebook", "AWS::SageMaker::NotebookInstance", {"RoleArn": att("Other", "Arn")}, {}),
        resource(
            "Studio", "AWS::SageMaker::Domain", {"DefaultUserSettings": {"ExecutionRole": att("Other", "Arn")}}, {}
        ),
    ],
)
def test_a_role_of_those_who_try_things_out_is_left_alone(user: Resources) -> None:
    assert not findings_of(RULE, template(serverless(), model_role("Other", ManagedPolicyArns=[FULL]), user))


def test_roles_that_have_nothing_to_do_with_inference_are_left_alone() -> None:
    assert not findings_of(RULE, template(serverless(), function_role("Other", [], ManagedPolicyArns=[FULL])))
