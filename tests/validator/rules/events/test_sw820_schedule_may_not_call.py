"""SW820."""

from typing import Any

import pytest

from sagewire.validator.rules.events.sw820_schedule_may_not_call import RULE
from sagewire.validator.samples import att, resource, template
from sagewire.validator.samples.events import schedule
from sagewire.validator.samples.invoking import function, grant
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import changed, found_in, only_finding


def _of(action: str = "lambda:GetFunction", **options: Any) -> dict[str, Any]:
    return template(serverless(), function(), schedule(action=action, **options))


@pytest.mark.parametrize("action", ["lambda:GetFunction", "lambda:InvokeFunctionUrl", "sagemaker:InvokeEndpoint"])
def test_a_role_that_may_do_something_else_is_found(action: str) -> None:
    finding = only_finding(RULE, _of(action))
    assert (finding.found, finding.resource) == ("ScheduleRole", "Schedule")
    assert finding.property == "Properties/Target/RoleArn"


@pytest.mark.parametrize("action", ["lambda:InvokeFunction", "lambda:Invoke*"])
def test_a_role_that_may_call_is_sound(action: str) -> None:
    assert "SW820" not in found_in(_of(action))


STATEMENT = ("ScheduleRole", "Properties", "Policies", 0, "PolicyDocument", "Statement", 0)


def test_a_grant_on_another_function_does_not_help() -> None:
    body = changed(_of("lambda:InvokeFunction"), (*STATEMENT, "Resource"), att("Second", "Arn"))
    second = template(function("Second"))["Resources"]
    assert only_finding(RULE, {**body, "Resources": {**body["Resources"], **second}}).found == "ScheduleRole"


@pytest.mark.parametrize("on", ["*", {"Fn::ImportValue": "function"}, [att("Function", "Arn"), "arn:aws:lambda:::x"]])
def test_a_grant_on_what_may_be_the_function_is_enough(on: object) -> None:
    assert "SW820" not in found_in(changed(_of("lambda:InvokeFunction"), (*STATEMENT, "Resource"), on))


def test_a_grant_that_is_a_policy_of_its_own_is_enough() -> None:
    body = template(
        serverless(),
        function(),
        schedule(action="lambda:GetFunction"),
        grant("MayCall", "lambda:InvokeFunction", att("Function", "Arn"), role="ScheduleRole"),
    )
    assert "SW820" not in found_in(body)


def test_a_target_that_may_be_another_is_not_judged() -> None:
    either = {"Fn::If": ["Open", att("Function", "Arn"), {"Fn::ImportValue": "function"}]}
    conditions = {"Open": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}}
    body = {**_of(target={"Arn": either}), "Conditions": conditions, "Parameters": {"Stage": {"Type": "String"}}}
    assert "SW820" not in found_in(body)


def test_a_role_of_another_stack_is_not_judged() -> None:
    assert "SW820" not in found_in(_of(target={"RoleArn": "arn:aws:iam::111122223333:role/caller"}))


def test_a_template_that_a_macro_adds_to_is_not_judged() -> None:
    assert "SW820" not in found_in({**_of(), "Transform": "AcmeMacro"})


def test_a_permission_of_the_function_may_let_the_role_in() -> None:
    permitted = {"FunctionName": att("Function", "Arn"), "Action": "lambda:InvokeFunction"}
    role = resource("P", "AWS::Lambda::Permission", {**permitted, "Principal": att("ScheduleRole", "Arn")}, {})
    service = resource("P", "AWS::Lambda::Permission", {**permitted, "Principal": "scheduler.amazonaws.com"}, {})
    assert "SW820" not in found_in(template(_of()["Resources"], role))
    assert "SW820" in found_in(template(_of()["Resources"], service))
