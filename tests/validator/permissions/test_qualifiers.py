"""A permission counts for the ARN alone that it was given on: the function's, or that of a version or an alias."""

from typing import Any

import pytest

from sagewire.validator.samples import Resources, after, att, ref, resource, sub, template, without
from sagewire.validator.samples.events import bucket, target_group
from sagewire.validator.samples.invoking import event_rule, function, permission, rest_api, topic
from sagewire.validator.samples.serving import asynchronous, serverless
from tests.validator.judging import found_in, report_on

LIVE = {
    **resource("Version", "AWS::Lambda::Version", {"FunctionName": ref("Function")}, {}),
    **resource("Live", "AWS::Lambda::Alias", {"FunctionName": ref("Function"), "Name": "live"}, {}),
    **resource("Next", "AWS::Lambda::Alias", {"FunctionName": ref("Function"), "Name": "next"}, {}),
    **resource("Open", "AWS::Lambda::Alias", {"FunctionName": ref("Function"), "Name": ref("Name")}, {}),
}
PARAMETERS = {"Name": {"Type": "String"}, "Stage": {"Type": "String"}}
CONDITIONS = {"Prod": {"Fn::Equals": [ref("Stage"), "prod"]}}
ARN = sub("arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:ranking")
OF_LIVE, OF_NEXT = (
    sub(f"arn:aws:lambda:${{AWS::Region}}:${{AWS::AccountId}}:function:ranking:{name}") for name in ("live", "next")
)
FUNCTION = att("Function", "Arn")
EITHER = {"Fn::If": ["Prod", ref("Live"), FUNCTION]}


def of(called: Any, given: Any, **changes: Any) -> dict[str, Any]:
    """A rule that calls one ARN of the function, and a permission on another."""
    rule = without(event_rule(target={"Arn": called}), "RulePermission")
    permitted = permission("events.amazonaws.com", att("Rule", "Arn"), FunctionName=given)
    made: tuple[Resources, ...] = (serverless(), function(**changes), LIVE, rule, permitted)
    return template(*made, Parameters=PARAMETERS, Conditions=CONDITIONS)


@pytest.mark.parametrize(
    ("called", "given", "named"),
    [
        (ref("Live"), ref("Function"), "Function:live"),
        (ref("Live"), FUNCTION, "Function:live"),
        (FUNCTION, ref("Live"), "Function"),
        (FUNCTION, att("Live", "AliasArn"), "Function"),
        (FUNCTION, ref("Open"), "Function"),
        (FUNCTION, ref("Version"), "Function"),
        (FUNCTION, att("Version", "FunctionArn"), "Function"),
        (FUNCTION, sub("${Function}:live"), "Function"),
        (FUNCTION, sub("${Function.Arn}:${Name}"), "Function"),
        (FUNCTION, sub("${Function.Arn}:${Version.Version}"), "Function"),
        (ref("Live"), ref("Next"), "Function:live"),
        (ref("Live"), sub("${Function}:next"), "Function:live"),
        (sub("${Function.Arn}:live"), FUNCTION, "Function:live"),
        (sub("${Function.Arn}:live"), ref("Next"), "Function:live"),
        (ref("Version"), FUNCTION, "a version or an alias of Function"),
        (ref("Open"), FUNCTION, "a version or an alias of Function"),
        (sub("${Function.Arn}:${Name}"), FUNCTION, "a version or an alias of Function"),
    ],
)
def test_a_permission_on_another_arn_does_not_help(called: Any, given: Any, named: str) -> None:
    (message,) = [one.message for one in report_on(of(called, given)).findings if one.rule == "SW809"]
    assert message == f"no permission lets EventBridge call {named} for this rule"


@pytest.mark.parametrize(
    ("called", "given"),
    [
        (OF_LIVE, "ranking"),
        (OF_LIVE, ARN),
        (OF_LIVE, OF_NEXT),
        (ARN, OF_LIVE),
        (ARN, ref("Live")),
    ],
)
def test_names_that_are_written_out_are_read(called: Any, given: Any) -> None:
    assert "SW809" in found_in(of(called, given, FunctionName="ranking"))


@pytest.mark.parametrize(
    ("called", "given"),
    [
        (OF_LIVE, OF_LIVE),
        (OF_LIVE, "ranking:live"),
        (OF_LIVE, ref("Live")),
        (ARN, "ranking"),
        (ARN, FUNCTION),
    ],
)
def test_the_same_arn_written_otherwise_is_the_same(called: Any, given: Any) -> None:
    assert "SW809" not in found_in(of(called, given, FunctionName="ranking"))


@pytest.mark.parametrize(
    ("called", "given"),
    [
        (FUNCTION, ref("Function")),
        (ref("Live"), ref("Live")),
        (ref("Live"), att("Live", "AliasArn")),
        (ref("Live"), sub("${Function}:live")),
        (ref("Live"), sub("${Function}:${Name}")),
        (ref("Live"), ref("Open")),
        (ref("Open"), ref("Live")),
        (ref("Version"), ref("Version")),
        (ref("Version"), sub("${Function}:3")),
        (sub("${Function.Arn}${Name}"), ref("Live")),
        (sub("${Function.Arn}${Name}"), FUNCTION),
        (EITHER, FUNCTION),
        (EITHER, ref("Live")),
        (FUNCTION, EITHER),
        (ref("Live"), EITHER),
        (FUNCTION, {"Fn::ImportValue": "function"}),
    ],
)
def test_what_may_be_the_same_arn_is_left_alone(called: Any, given: Any) -> None:
    assert "SW809" not in found_in(of(called, given))


def test_an_alias_that_is_exported_may_have_its_permission_elsewhere() -> None:
    body = of(ref("Live"), FUNCTION)
    exported = {"Live": {"Value": ref("Live"), "Export": {"Name": "live"}}}
    assert "SW809" in found_in(body)
    assert "SW809" not in found_in({**body, "Outputs": exported})


def _topic() -> Resources:
    return topic(subscription={"Endpoint": ref("Live")})


def _bucket() -> Resources:
    made = after(bucket(), "BucketPermission")
    (told,) = made["Bucket"]["Properties"]["NotificationConfiguration"]["LambdaConfigurations"]
    told["Function"] = ref("Live")
    return made


def _targets() -> Resources:
    made = target_group()
    made["Targets"]["Properties"]["Targets"] = [{"Id": ref("Live")}]
    return made


def _api(called: str) -> Resources:
    path = "lambda:path/2015-03-31/functions"
    return rest_api(integration={"Uri": sub(f"arn:aws:apigateway:${{AWS::Region}}:{path}/{called}/invocations")})


@pytest.mark.parametrize(
    ("made", "given", "rule"),
    [
        (_topic(), "TopicPermission", "SW821"),
        (_bucket(), "BucketPermission", "SW822"),
        (_targets(), "TargetPermission", "SW844"),
        (_api("${Live}"), "Permission", "SW823"),
        (_api("${Function.Arn}:live"), "Permission", "SW823"),
    ],
)
def test_so_it_is_whoever_calls(made: Resources, given: str, rule: str) -> None:
    kind = asynchronous() if rule == "SW823" else serverless()
    body = template(kind, function(Timeout=20), LIVE, made, Parameters=PARAMETERS)
    (finding,) = [one for one in report_on(body).findings if one.rule == rule]
    assert finding.found == "Function:live"
    body["Resources"][given]["Properties"]["FunctionName"] = ref("Live")
    assert rule not in found_in(body)


@pytest.mark.parametrize("called", ["${Function.Arn}:${!stageVariables.alias}", "${Function.Arn}${!stageVariables.of}"])
@pytest.mark.parametrize("given", [ref("Live"), sub("${Function}:next")])
def test_the_alias_that_a_stage_names_may_be_any(called: str, given: Any) -> None:
    body = template(asynchronous(), function(Timeout=20), LIVE, _api(called), Parameters=PARAMETERS)
    body["Resources"]["Permission"]["Properties"]["FunctionName"] = given
    assert "SW823" not in found_in(body)


@pytest.mark.parametrize("given", [FUNCTION, ref("Live")])
def test_of_what_is_called_as_latest_nothing_is_said(given: Any) -> None:
    """No permission can be given on it, and AWS does not say whether one on the function helps."""
    latest = sub("${Function.Arn}:$LATEST")
    assert "SW809" not in found_in(of(latest, given))


@pytest.mark.parametrize("told", [ref("Live"), ref("Version"), FUNCTION])
def test_who_is_told_of_the_function_or_an_alias_may_add_a_permission(told: Any) -> None:
    body = of(ref("Live"), FUNCTION)
    assert "SW809" in found_in(body)
    adds = resource("Adds", "Custom::Adds", {"ServiceToken": "arn", "Of": told}, {})
    assert "SW809" not in found_in({**body, "Resources": {**body["Resources"], **adds}})
