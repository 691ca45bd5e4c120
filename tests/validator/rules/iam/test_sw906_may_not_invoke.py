"""SW906."""

from typing import Any

import pytest

from sagewire.validator.graph.role import INVOKE
from sagewire.validator.rules.iam.sw906_may_not_invoke import RULE
from sagewire.validator.samples import att, ref, template
from sagewire.validator.samples.invoking import function, grant
from sagewire.validator.samples.serving import endpoint, serverless
from tests.validator.judging import findings_of, found_in, only_finding

NAME = att("Endpoint", "EndpointName")


def told(value: Any = NAME, *, name: str = "ENDPOINT_NAME", **changes: Any) -> dict[str, Any]:
    return template(serverless(), function(endpoint=None, variables={name: value}, **changes))


def allowed(action: Any, **more: Any) -> dict[str, Any]:
    return told(statements=[{"Effect": "Allow", "Action": action, "Resource": "*", **more}])


@pytest.mark.parametrize("name", ["ENDPOINT_NAME", "ENDPOINT", "endpointName", "SAGEMAKER_ENDPOINT_ARN"])
@pytest.mark.parametrize("value", [NAME, ref("Endpoint")])
def test_a_role_that_allows_nothing_is_found(name: str, value: Any) -> None:
    (finding,) = findings_of(RULE, told(value, name=name))
    assert (finding.resource, finding.property) == ("Function", f"Properties/Environment/Variables/{name}")
    assert finding.message == (
        f"{name} tells Function of Endpoint, but its role FunctionRole allows nothing in SageMaker"
    )


def test_an_endpoint_that_is_told_by_its_plain_name_is_found() -> None:
    body = template(told("rank-prod")["Resources"], endpoint(EndpointName="rank-prod"))
    assert only_finding(RULE, body).resource == "Function"


@pytest.mark.parametrize("action", ["dynamodb:PutItem", ["s3:GetObject", "sqs:SendMessage"]])
def test_what_else_it_allows_does_not_help(action: Any) -> None:
    assert only_finding(RULE, allowed(action)).resource == "Function"


@pytest.mark.parametrize(
    "action",
    [
        "sagemaker:DescribeEndpoint",
        "SageMaker:InvokeEndpoint",
        "sage*",
        "*",
        "sts:AssumeRole",
        "sts:*",
        "cloudwatch:GetMetricData",
        "application-autoscaling:RegisterScalableTarget",
        {"Ref": "Unset"},
    ],
)
def test_who_may_use_the_name_is_left_alone(action: Any) -> None:
    assert RULE.id not in found_in(allowed(action))


def test_what_is_denied_does_not_help() -> None:
    assert only_finding(RULE, allowed("*", Effect="Deny")).resource == "Function"


def test_a_policy_apart_may_allow_it() -> None:
    apart = grant("MayInvoke", "sagemaker:InvokeEndpoint", ref("Endpoint"))
    assert RULE.id not in found_in(template(told()["Resources"], apart))


def test_a_variable_of_another_name_is_left_alone() -> None:
    assert found_in(told(name="SERVICE")) == []


def test_an_endpoint_elsewhere_is_left_alone() -> None:
    assert found_in(told("elsewhere")) == []


@pytest.mark.parametrize(
    "policies",
    [["arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"], [{"Fn::ImportValue": "policy"}], {"Ref": "Unset"}],
)
def test_a_role_that_is_not_all_known_is_left_alone(policies: Any) -> None:
    body = told()
    body["Resources"]["FunctionRole"]["Properties"]["ManagedPolicyArns"] = policies
    assert RULE.id not in found_in(body)


def test_a_role_of_another_stack_is_left_alone() -> None:
    assert RULE.id not in found_in(told(Role={"Fn::ImportValue": "role"}))


def test_a_template_that_a_macro_adds_to_is_left_alone() -> None:
    assert RULE.id not in found_in({**told(), "Transform": "Own"})


def denied(action: Any = "sagemaker:*", on: Any = "*", *, allow: Any = INVOKE, **more: Any) -> dict[str, Any]:
    statements = [
        {"Effect": "Allow", "Action": allow, "Resource": ref("Endpoint")},
        {"Effect": "Deny", "Action": action, "Resource": on, **more},
    ]
    return told(statements=statements)


@pytest.mark.parametrize("action", ["sagemaker:*", "*", INVOKE, f"{INVOKE}*"])
@pytest.mark.parametrize("on", ["*", ref("Endpoint")])
def test_what_is_allowed_and_denied_is_found(action: str, on: Any) -> None:
    finding = only_finding(RULE, denied(action, on))
    assert finding.property == "Properties/Environment/Variables/ENDPOINT_NAME"
    assert finding.message.endswith("its role FunctionRole denies what it allows")
    assert finding.fix.endswith("on Endpoint, and do not deny it.")


def test_a_denial_of_one_way_of_asking_leaves_the_others() -> None:
    assert not findings_of(RULE, denied(f"{INVOKE}Async"))
    assert not findings_of(RULE, denied(INVOKE, allow=f"{INVOKE}*"))
    assert findings_of(RULE, denied([INVOKE, f"{INVOKE}Async", f"{INVOKE}With*"], allow=f"{INVOKE}*"))


@pytest.mark.parametrize(
    "body",
    [
        denied("sagemaker:DeleteEndpoint"),
        denied(on="arn:aws:sagemaker:us-east-1:111122223333:endpoint/other"),
        denied(Condition={"Bool": {"aws:SecureTransport": False}}),
        denied(allow="sagemaker:*"),
        denied(allow=[INVOKE, "sts:AssumeRole"]),
    ],
)
def test_what_may_be_allowed_all_the_same_is_left_alone(body: dict[str, Any]) -> None:
    assert not findings_of(RULE, body)


def test_a_denial_is_not_judged_where_the_policies_are_not_all_known() -> None:
    body = denied()
    body["Resources"]["FunctionRole"]["Properties"]["ManagedPolicyArns"] = [{"Fn::ImportValue": "policy"}]
    assert not findings_of(RULE, body)
