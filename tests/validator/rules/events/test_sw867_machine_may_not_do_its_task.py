"""SW867."""

import json
from typing import Any

import pytest

from sagewire.validator.rules.events.sw867_machine_may_not_do_its_task import RULE
from sagewire.validator.samples import Resources, att, ref, resource, sub, template
from sagewire.validator.samples.batch import machine_of, transform_machine, transform_state
from sagewire.validator.samples.invoking import function, grant
from sagewire.validator.samples.serving import model, serverless
from sagewire.validator.samples.waiting import state_machine
from tests.validator.judging import changed, findings_of, only_finding

LACKING = state_machine(action="lambda:GetFunction", TimeoutSeconds=300)
BY_SERVICE = "arn:aws:states:::lambda:invoke"
ROLE = ("MachineRole", "Properties", "Policies", 0, "PolicyDocument", "Statement", 0)
DEFINED = ("Machine", "Properties", "DefinitionString")


def _of(machine: Resources = LACKING, *more: Resources, asking: Resources | None = None) -> dict[str, Any]:
    return template(serverless(), asking or function(), machine, *more)


def _is_found(body: dict[str, Any]) -> bool:
    return [finding.rule for finding in findings_of(RULE, body)] == ["SW867"]


def _state(**state: Any) -> dict[str, Any]:
    """A machine whose one task says something else."""
    task = {"Type": "Task", "End": True, "TimeoutSeconds": 300, **state}
    return changed(_of(), DEFINED, json.dumps({"StartAt": "Rank", "States": {"Rank": task}}))


def test_a_role_that_may_do_something_else_is_found() -> None:
    finding = only_finding(RULE, _of())
    assert (finding.found, finding.resource, finding.property) == ("MachineRole", "Machine", "Properties/RoleArn")
    assert finding.message == (
        "the role MachineRole lacks lambda:InvokeFunction on Function: the state Rank of Machine fails"
    )
    assert finding.fix == "Allow MachineRole lambda:InvokeFunction on Function."


@pytest.mark.parametrize("action", ["lambda:InvokeFunction", "lambda:*", "*"])
def test_a_role_that_may_call_is_sound(action: str) -> None:
    assert not _is_found(_of(state_machine(action=action)))


def test_a_grant_on_another_function_does_not_help() -> None:
    body = changed(_of(state_machine(), function("Second")), (*ROLE, "Resource"), att("Second", "Arn"))
    assert _is_found(body)


def test_a_policy_of_its_own_is_enough() -> None:
    granted = grant("MayCall", "lambda:InvokeFunction", att("Function", "Arn"), role="MachineRole")
    assert not _is_found(_of(LACKING, granted))


@pytest.mark.parametrize(
    "name", [BY_SERVICE, f"{BY_SERVICE}.waitForTaskToken", "arn:aws:states:::aws-sdk:lambda:invoke"]
)
@pytest.mark.parametrize("given", ["Parameters", "Arguments"])
def test_a_function_that_lambda_is_to_invoke_is_looked_at(name: str, given: str) -> None:
    assert _is_found(_state(Resource=name, **{given: {"FunctionName": "${Function}"}}))


@pytest.mark.parametrize("name", ["arn:aws:states:::aws-sdk:lambda:getFunction", "${Other}", f"{BY_SERVICE}Async"])
def test_other_actions_of_lambda_are_not(name: str) -> None:
    assert not _is_found(_state(Resource=name, Parameters={"FunctionName": "${Function}"}))


@pytest.mark.parametrize("resource", ["${Function}", BY_SERVICE])
def test_a_state_may_take_another_role(resource: str) -> None:
    given = {"Resource": resource, "Parameters": {"FunctionName": "${Function}"}}
    assert _is_found(_state(**given))
    assert not _is_found(_state(**given, Credentials={"RoleArn": "arn:aws:iam::444455556666:role/rank"}))


def test_a_function_by_an_alias_is_looked_at() -> None:
    alias = resource("Alias", "AWS::Lambda::Alias", {"FunctionName": ref("Function"), "Name": "live"}, {})
    body = changed(_of(LACKING, alias), ("Machine", "Properties", "DefinitionSubstitutions", "Function"), ref("Alias"))
    assert _is_found(body)


def test_two_states_that_call_one_function_are_found_once_by_the_first() -> None:
    states = {
        "First": {"Type": "Task", "Resource": "${Function}", "Next": "Second"},
        "Second": {"Type": "Task", "Resource": "${Function}", "End": True},
    }
    body = changed(_of(), DEFINED, json.dumps({"StartAt": "First", "States": states}))
    (finding,) = findings_of(RULE, body)
    assert "the state First" in finding.message


def test_each_function_and_a_transform_job_are_found() -> None:
    states = {
        "First": {"Type": "Task", "Resource": sub("${Function.Arn}"), "Next": "Second"},
        "Second": {"Type": "Task", "Resource": sub("${Other.Arn}"), "Next": "Third"},
        "Third": transform_state(),
    }
    machine = {**machine_of({"StartAt": "First", "States": states}), "MachineRole": LACKING["MachineRole"]}
    found = findings_of(RULE, _of(machine, function("Other")))
    assert [finding.fix for finding in found] == [
        "Allow MachineRole lambda:InvokeFunction on Function.",
        "Allow MachineRole lambda:InvokeFunction on Other.",
        "Allow MachineRole sagemaker:CreateTransformJob.",
    ]


def _transform(action: str, **state: Any) -> dict[str, Any]:
    machine = {"StartAt": "Rank", "States": {"Rank": {**transform_state(), **state}}}
    body = template(model(), machine_of(machine))
    return changed(body, (*ROLE, "Action"), action)


def test_a_transform_job_that_may_not_begin_is_found() -> None:
    finding = only_finding(RULE, _transform("sagemaker:DescribeTransformJob"))
    assert (finding.found, finding.resource) == ("MachineRole", "Machine")
    assert "lacks sagemaker:CreateTransformJob: the state Rank of Machine" in finding.message
    assert not _is_found(_transform("sagemaker:Create*"))
    assert not _is_found(template(model(), transform_machine()))
    assert not _is_found(_transform("logs:*", Credentials={"RoleArn": "arn:aws:iam::444455556666:role/rank"}))


def test_a_transform_job_of_another_machine_does_not_matter() -> None:
    other = {f"{id}2": made for id, made in transform_machine().items()}
    body = changed(_of(state_machine(), other), ("Machine2", "Properties", "RoleArn"), att("MachineRole2", "Arn"))
    assert not _is_found(body)
    assert _is_found(changed(body, ("Machine2", "Properties", "RoleArn"), att("MachineRole", "Arn")))


def test_a_function_that_is_no_part_of_inference_is_not_looked_at() -> None:
    assert not _is_found(_of(asking=function(endpoint=None)))


@pytest.mark.parametrize(
    "arn", ["arn:aws:iam::111122223333:role/machine", {"Fn::If": ["Open", att("MachineRole", "Arn"), ref("Role")]}]
)
def test_a_role_that_is_not_known_is_not_judged(arn: Any) -> None:
    body = changed(_of(), ("Machine", "Properties", "RoleArn"), arn)
    conditions = {"Open": {"Fn::Equals": [ref("Role"), "x"]}}
    assert not _is_found({**body, "Conditions": conditions, "Parameters": {"Role": {"Type": "String"}}})


def test_a_role_whose_policies_are_not_all_known_is_not_judged() -> None:
    properties = ("MachineRole", "Properties", "ManagedPolicyArns")
    assert not _is_found(changed(_of(), properties, [{"Fn::ImportValue": "policy"}]))
    assert not _is_found(changed(_transform("logs:*"), properties, [{"Fn::ImportValue": "policy"}]))
    assert not _is_found({**_transform("logs:*"), "Transform": "Macro"})
    assert not _is_found({**_of(), "Transform": "Macro"})


def test_a_permission_of_the_function_may_let_the_role_in() -> None:
    said = {"FunctionName": att("Function", "Arn"), "Action": "lambda:InvokeFunction"}
    permitted = resource("P", "AWS::Lambda::Permission", {**said, "Principal": att("MachineRole", "Arn")}, {})
    assert not _is_found(_of(LACKING, permitted))
