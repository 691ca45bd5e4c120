"""SW809."""

from typing import Any

import pytest

from sagewire.validator.rules.events.sw809_rule_may_not_call import RULE
from sagewire.validator.samples import Resources, att, ref, resource, sub, template, without
from sagewire.validator.samples.invoking import event_rule, function, permission
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import findings_of, found_in, only_finding

EVENTS = "events.amazonaws.com"


def _of(*more: Resources, target: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    rule = without(event_rule(target=target), "RulePermission")
    return template(serverless(), function(**changes), rule, *more)


def _permitted(source: Any = None, service: Any = EVENTS, **changes: Any) -> dict[str, Any]:
    return _of(permission(service, source or att("Rule", "Arn"), **changes))


def test_a_rule_without_a_permission_is_found() -> None:
    finding = only_finding(RULE, _of())
    assert (finding.found, finding.resource, finding.property) == ("Function", "Rule", "Properties/Targets/0/Arn")


@pytest.mark.parametrize(
    "body",
    [
        _permitted(att("Other", "Arn")),
        _permitted(service="sns.amazonaws.com"),
        _permitted(service="apigateway.amazonaws.com"),
        _permitted(Action="lambda:InvokeFunctionUrl"),
        _permitted(FunctionName=att("Second", "Arn")),
    ],
    ids=["another rule", "another service", "an API", "another action", "another function"],
)
def test_a_permission_for_something_else_does_not_help(body: dict[str, Any]) -> None:
    rest = {**resource("Other", "AWS::Events::Rule", {}, {}), **function("Second", endpoint=None)}
    assert only_finding(RULE, {**body, "Resources": {**body["Resources"], **rest}}).resource == "Rule"


@pytest.mark.parametrize(
    "body",
    [
        _permitted(),
        _permitted(sub("arn:aws:events:us-east-1:111122223333:rule/*")),
        _permitted(SourceArn=None),
        _permitted({"Fn::ImportValue": "rule"}),
        _permitted(service="*"),
        _permitted(service=sub("events.${AWS::URLSuffix}")),
        _permitted(service={"Fn::ImportValue": "service"}),
        _permitted(Action="lambda:*"),
        _permitted(Action={"Fn::ImportValue": "action"}),
        _permitted(FunctionName=ref("Function")),
        _permitted(FunctionName={"Fn::ImportValue": "function"}),
    ],
    ids=[
        "its own",
        "all rules",
        "whatever the source",
        "a source that is not known",
        "everybody",
        "the service in any partition",
        "a service that is not known",
        "every action",
        "an action that is not known",
        "the function by name",
        "a function that is not known",
    ],
)
def test_a_permission_that_may_be_for_the_rule_is_enough(body: dict[str, Any]) -> None:
    assert "SW809" not in found_in(body)


def test_a_permission_on_an_alias_counts_for_the_function() -> None:
    alias = resource("Live", "AWS::Lambda::Alias", {"FunctionName": ref("Function"), "Name": "live"}, {})
    permitted = permission(EVENTS, att("Rule", "Arn"), FunctionName=ref("Live"))
    assert "SW809" not in found_in(_of(alias, permitted, target={"Arn": ref("Live")}))
    assert "SW809" in found_in(_of(alias, target={"Arn": ref("Live")}))


def test_a_role_of_the_target_stands_in_for_a_permission() -> None:
    assert found_in(_of(target={"RoleArn": "arn:aws:iam::111122223333:role/caller"})) == []


def test_a_function_of_another_stack_is_not_judged() -> None:
    arn = "arn:aws:lambda:us-east-1:111122223333:function:elsewhere"
    assert found_in(_of(target={"Arn": arn})) == []


@pytest.mark.parametrize("named", ["elsewhere", "arn:aws:lambda:us-east-1:111122223333:function:elsewhere:live"])
def test_a_permission_on_a_function_of_another_name_does_not_help(named: str) -> None:
    body = _of(permission(EVENTS, att("Rule", "Arn"), FunctionName=named))
    assert only_finding(RULE, body).resource == "Rule"


@pytest.mark.parametrize("named", ["ranking", "arn:aws:lambda:us-east-1:111122223333:function:ranking:live"])
@pytest.mark.parametrize("name", ["ranking", {"Fn::Sub": "${AWS::StackName}-ranking"}])
def test_a_permission_on_what_may_be_the_functions_name_is_enough(named: str, name: object) -> None:
    body = _of(permission(EVENTS, att("Rule", "Arn"), FunctionName=named), FunctionName=name)
    assert "SW809" not in found_in(body)


NAMED: dict[str, Any] = {"FunctionName": "ranking"}


def test_a_permission_on_a_function_that_is_not_known_may_be_on_one_with_a_name() -> None:
    body = _of(permission(EVENTS, att("Rule", "Arn"), FunctionName={"Fn::ImportValue": "function"}), **NAMED)
    assert "SW809" not in found_in(body)


def test_permissions_on_functions_of_other_names_do_not_help() -> None:
    others = [
        permission(EVENTS, att("Rule", "Arn"), id=f"Permission{name}", FunctionName=name) for name in ("one", "other")
    ]
    assert only_finding(RULE, _of(*others, **NAMED)).resource == "Rule"


def test_one_permission_that_is_not_known_among_others_is_enough() -> None:
    other = permission(EVENTS, att("Rule", "Arn"), id="Other", FunctionName="other")
    unknown = permission(EVENTS, att("Rule", "Arn"), FunctionName={"Fn::ImportValue": "function"})
    assert "SW809" not in found_in(_of(other, unknown, **NAMED))


def test_a_permission_on_one_function_or_another_may_be_on_this_one() -> None:
    either = {"Fn::If": ["Open", ref("Second"), {"Fn::ImportValue": "function"}]}
    body = _of(permission(EVENTS, att("Rule", "Arn"), FunctionName=either), function("Second"))
    conditions = {"Open": {"Fn::Equals": [ref("Stage"), "prod"]}}
    assert "SW809" not in found_in({**body, "Conditions": conditions, "Parameters": {"Stage": {"Type": "String"}}})


def test_a_template_that_a_macro_adds_to_is_not_judged() -> None:
    assert "SW809" not in found_in({**_of(), "Transform": "AcmeMacro"})


@pytest.mark.parametrize("type", ["Custom::AddPermission", "AWS::CloudFormation::CustomResource"])
def test_a_function_that_code_of_the_stack_is_given_is_not_judged(type: str) -> None:
    adds = resource("Adds", type, {"ServiceToken": "arn", "Function": ref("Function")}, {})
    assert "SW809" not in found_in(_of(adds))


def test_a_function_that_an_unknown_nested_stack_is_given_is_not_judged() -> None:
    nested = {"TemplateURL": "https://bucket/nested.yaml", "Parameters": {"Function": att("Function", "Arn")}}
    assert "SW809" not in found_in(_of(resource("Nested", "AWS::CloudFormation::Stack", nested, {})))


def test_the_retention_of_its_log_that_cdk_sets_grants_nothing() -> None:
    log = {"ServiceToken": "arn", "LogGroupName": {"Fn::Join": ["", ["/aws/lambda/", ref("Function")]]}}
    assert "SW809" in found_in(_of(resource("Log", "Custom::LogRetention", log, {})))


def test_a_rule_that_is_switched_off_calls_nobody() -> None:
    rule = without(event_rule(State="DISABLED"), "RulePermission")
    assert found_in(template(serverless(), function(), rule)) == []


def test_a_function_that_is_exported_may_have_its_permission_elsewhere() -> None:
    output = {"Value": att("Function", "Arn")}
    assert "SW809" in found_in({**_of(), "Outputs": {"Arn": output}})
    assert "SW809" not in found_in({**_of(), "Outputs": {"Arn": {**output, "Export": {"Name": "invoker"}}}})


def test_a_permission_on_the_function_does_not_count_for_an_alias() -> None:
    alias = resource("Live", "AWS::Lambda::Alias", {"FunctionName": ref("Function"), "Name": "live"}, {})
    body = _of(alias, permission(EVENTS, att("Rule", "Arn")), target={"Arn": ref("Live")})
    (finding,) = findings_of(RULE, body)
    assert (finding.found, finding.resource) == ("Function:live", "Rule")
    assert "on Function:live, with" in finding.fix


def test_a_permission_for_the_bus_does_not_help() -> None:
    bus = sub("arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/default")
    assert only_finding(RULE, _permitted(bus)).found == "Function"
