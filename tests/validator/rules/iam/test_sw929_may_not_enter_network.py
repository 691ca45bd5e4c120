"""SW929."""

from typing import Any

import pytest

from sagewire.validator.rules.iam.sw929_may_not_enter_network import RULE
from sagewire.validator.samples import att, template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import findings_of, only_finding

NETWORK = {"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}
AWS = "arn:aws:iam::aws:policy/"


def placed(*policies: str, network: Any = NETWORK, **changes: Any) -> dict[str, Any]:
    body = template(serverless(), function(VpcConfig=network, **changes))
    body["Resources"]["FunctionRole"]["Properties"]["ManagedPolicyArns"] = [f"{AWS}{policy}" for policy in policies]
    return body


@pytest.mark.parametrize("policies", [(), ("service-role/AWSLambdaBasicExecutionRole",), ("AWSXRayDaemonWriteAccess",)])
def test_a_role_that_may_make_no_interface_is_found(policies: tuple[str, ...]) -> None:
    finding = only_finding(RULE, placed(*policies))
    assert finding.message == (
        "Function is in a network of its own, but its role FunctionRole may not ec2:CreateNetworkInterface, "
        "so that Lambda refuses it"
    )


@pytest.mark.parametrize(
    "policy",
    [
        "service-role/AWSLambdaVPCAccessExecutionRole",
        "service-role/AWSLambdaENIManagementAccess",
        "service-role/AWSLambdaMSKExecutionRole",
        "service-role/AWSLambdaAMQExecutionRole",
        "AmazonVPCFullAccess",
        "AdministratorAccess",
    ],
)
def test_policies_of_aws_that_allow_it_or_are_not_known_are_left_alone(policy: str) -> None:
    assert not findings_of(RULE, placed(policy))


@pytest.mark.parametrize("action", ["ec2:CreateNetworkInterface", "ec2:*", "EC2:Create*", "*", {"Ref": "Unset"}])
def test_a_statement_that_may_allow_it_is_left_alone(action: Any) -> None:
    statement = {"Effect": "Allow", "Action": action, "Resource": "*"}
    assert not findings_of(RULE, placed(statements=[statement]))


@pytest.mark.parametrize(
    "statement",
    [
        {"Effect": "Deny", "Action": "ec2:*", "Resource": "*"},
        {"Effect": "Allow", "Action": "ec2:DescribeNetworkInterfaces", "Resource": "*"},
    ],
)
def test_a_statement_that_does_not_allow_it_does_not_help(statement: dict[str, Any]) -> None:
    assert findings_of(RULE, placed(statements=[statement]))


@pytest.mark.parametrize(
    "network", [None, {"Ref": "Unset"}, {"SubnetIds": [], "SecurityGroupIds": []}, {"SubnetIds": {"Ref": "Unset"}}]
)
def test_a_function_that_is_in_no_network_or_may_be_is_left_alone(network: Any) -> None:
    assert not findings_of(RULE, placed(network=network))


def test_each_function_of_a_role_is_found() -> None:
    body = placed()
    body["Resources"].update(function("Second", Role=att("FunctionRole", "Arn"), VpcConfig=NETWORK))
    assert [finding.resource for finding in findings_of(RULE, body)] == ["Function", "Second"]


def test_functions_that_have_nothing_to_do_with_inference_are_left_alone() -> None:
    assert not findings_of(RULE, placed(endpoint=None))


def test_a_template_that_a_macro_adds_to_is_left_alone() -> None:
    assert not findings_of(RULE, {**placed(), "Transform": "Own"})
