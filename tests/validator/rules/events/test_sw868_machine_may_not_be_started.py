"""SW868."""

from typing import Any

import pytest

from sagewire.validator.rules.events.sw868_machine_may_not_be_started import RULE
from sagewire.validator.samples import Resources, att, ref, resource, template
from sagewire.validator.samples.batch import transform_machine
from sagewire.validator.samples.invoking import function, grant
from sagewire.validator.samples.serving import model, serverless
from sagewire.validator.samples.waiting import starting_rule, state_machine
from tests.validator.judging import changed, findings_of, only_finding

STATEMENT = ("StartRole", "Properties", "Policies", 0, "PolicyDocument", "Statement", 0)
TARGET = ("Rule", "Properties", "Targets", 0)
STARTS = "states:StartExecution"


def _of(*more: Resources, action: str = "states:DescribeExecution") -> dict[str, Any]:
    machine = state_machine(TimeoutSeconds=300)
    return template(serverless(), function(), machine, starting_rule(action=action), *more)


def _is_found(body: dict[str, Any]) -> bool:
    return [finding.rule for finding in findings_of(RULE, body)] == ["SW868"]


def _other_machine() -> Resources:
    return {"Second": state_machine()["Machine"]}


def test_a_role_that_may_do_something_else_is_found() -> None:
    finding = only_finding(RULE, _of())
    assert (finding.found, finding.resource, finding.property) == ("StartRole", "Rule", "Properties/Targets/0/RoleArn")
    assert "may not start Machine" in finding.message


@pytest.mark.parametrize("action", [STARTS, "states:*", "*"])
def test_a_role_that_may_start_it_is_sound(action: str) -> None:
    assert not _is_found(_of(action=action))


def test_a_grant_on_another_machine_does_not_help() -> None:
    body = _of(_other_machine(), action=STARTS)
    assert _is_found(changed(body, (*STATEMENT, "Resource"), ref("Second")))
    assert not _is_found(changed(body, (*STATEMENT, "Resource"), [ref("Second"), ref("Machine")]))
    assert not _is_found(changed(body, (*STATEMENT, "Resource"), {"Fn::ImportValue": "machine"}))


def test_a_policy_of_its_own_is_enough() -> None:
    assert not _is_found(_of(grant("MayStart", STARTS, ref("Machine"), role="StartRole")))


def test_each_target_is_looked_at() -> None:
    body = _of(_other_machine())
    first = body["Resources"]["Rule"]["Properties"]["Targets"][0]
    targets = [{**first, "Arn": "arn:aws:sqs:us-east-1:111122223333:x"}, first, {**first, "Arn": ref("Second")}]
    found = findings_of(RULE, changed(body, ("Rule", "Properties", "Targets"), targets))
    assert [finding.property for finding in found] == [f"Properties/Targets/{n}/RoleArn" for n in (1, 2)]


def test_a_schedule_is_looked_at() -> None:
    body = _of(action=STARTS)
    calls = {"Arn": ref("Machine"), "RoleArn": att("FunctionRole", "Arn")}
    schedule = resource("Schedule", "AWS::Scheduler::Schedule", {"Target": calls}, {})
    (finding,) = findings_of(RULE, template(body["Resources"], schedule))
    assert (finding.found, finding.property) == ("FunctionRole", "Properties/Target/RoleArn")
    calls["RoleArn"] = att("StartRole", "Arn")
    assert not _is_found(template(body["Resources"], schedule))


def test_a_machine_that_begins_transform_jobs_is_looked_at() -> None:
    other = starting_rule(action="states:DescribeExecution")
    assert _is_found(template(model(), function(endpoint=None), transform_machine(), other))


def test_a_machine_that_is_no_part_of_inference_is_not() -> None:
    other = starting_rule(action="states:DescribeExecution")
    assert not _is_found(template(serverless(), function(endpoint=None), state_machine(), other))


def test_a_rule_that_is_switched_off_is_not_looked_at() -> None:
    assert not _is_found(changed(_of(), ("Rule", "Properties", "State"), "DISABLED"))


@pytest.mark.parametrize("name", ["Arn", "RoleArn"])
def test_what_may_be_another_is_not_judged(name: str) -> None:
    named = _of()["Resources"]["Rule"]["Properties"]["Targets"][0][name]
    either = {"Fn::If": ["Open", named, {"Fn::ImportValue": "other"}]}
    conditions = {"Open": {"Fn::Equals": [ref("Stage"), "prod"]}}
    body = {**changed(_of(), (*TARGET, name), either), "Conditions": conditions}
    assert not _is_found({**body, "Parameters": {"Stage": {"Type": "String"}}})


def test_a_role_of_another_stack_is_not_judged() -> None:
    assert not _is_found(changed(_of(), (*TARGET, "RoleArn"), "arn:aws:iam::111122223333:role/start"))


def test_a_role_whose_policies_are_not_all_known_is_not_judged() -> None:
    assert not _is_found({**_of(), "Transform": "Macro"})
    managed = ("StartRole", "Properties", "ManagedPolicyArns")
    assert not _is_found(changed(_of(), managed, [{"Fn::ImportValue": "policy"}]))
