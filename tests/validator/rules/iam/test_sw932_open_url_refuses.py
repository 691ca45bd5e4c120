"""SW932."""

from typing import Any

import pytest

from sagewire.validator import Severity
from sagewire.validator.rules.iam.sw932_open_url_refuses import RULE
from sagewire.validator.samples import Resources, att, ref, resource, template, without
from sagewire.validator.samples.invoking import function, open_url, permission, url
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import findings_of, found_in, only_finding

LIVE = resource("Live", "AWS::Lambda::Alias", {"FunctionName": ref("Function"), "Name": "live"}, {})
REFUSED = "AuthType NONE, but no permission lets everybody lambda:InvokeFunctionUrl on Function: "


def _of(*made: Resources, **sections: Any) -> dict[str, Any]:
    return template(serverless(), function(), *made, **sections)


def _opened(id: str = "UrlMayBeCalled", **changes: Any) -> dict[str, Any]:
    """An open URL, and what is otherwise of one of its permissions."""
    opened = open_url()
    properties = opened[id]["Properties"]
    properties |= changes
    return opened


def test_an_open_url_without_permissions_is_found() -> None:
    finding = only_finding(RULE, _of(url(AuthType="NONE")))
    assert finding.message == f"{REFUSED}each call is refused with a 403"
    assert (finding.resource, finding.property) == ("Url", "Properties/AuthType")
    assert finding.severity is Severity.ERROR


def test_one_that_older_accounts_did_with_is_found() -> None:
    finding = only_finding(RULE, _of(without(open_url(), "MayBeCalledByUrl")))
    assert "everybody lambda:InvokeFunction on Function: each call is refused with a 403, in older" in finding.message
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
    "changes",
    [
        {"Principal": "111122223333"},
        {"Principal": "sns.amazonaws.com"},
        {"FunctionUrlAuthType": "AWS_IAM"},
        {"Action": "lambda:GetFunction"},
        {"FunctionName": ref("Live")},
    ],
)
def test_a_permission_for_something_else_does_not_help(changes: dict[str, Any]) -> None:
    (finding,) = findings_of(RULE, _of(LIVE, _opened(**changes)))
    assert finding.severity is Severity.ERROR


@pytest.mark.parametrize("id", ["UrlMayBeCalled", "MayBeCalledByUrl"])
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"Action": "lambda:*"},
        {"Principal": {"Fn::ImportValue": "principal"}},
        {"FunctionUrlAuthType": {"Fn::ImportValue": "auth"}},
        {"FunctionName": {"Fn::ImportValue": "function"}},
    ],
)
def test_permissions_that_may_be_for_everybody_are_enough(id: str, changes: dict[str, Any]) -> None:
    assert not findings_of(RULE, _of(_opened(id, **changes)))


def test_what_lets_everybody_invoke_lets_them_by_the_url_as_well() -> None:
    invoked = permission("*", None)
    assert not findings_of(RULE, _of(without(open_url(), "MayBeCalledByUrl"), invoked))


def test_the_url_of_an_alias_needs_permissions_on_that() -> None:
    opened = open_url()
    opened["Url"]["Properties"]["Qualifier"] = "live"
    assert len(findings_of(RULE, _of(LIVE, opened))) == 1
    for id in ("UrlMayBeCalled", "MayBeCalledByUrl"):
        opened[id]["Properties"]["FunctionName"] = ref("Live")
    assert not findings_of(RULE, _of(LIVE, opened))
    del opened["Url"]["Properties"]["Qualifier"]
    assert len(findings_of(RULE, _of(LIVE, opened))) == 1
    opened["Url"]["Properties"]["TargetFunctionArn"] = ref("Live")
    assert not findings_of(RULE, _of(LIVE, opened))


def test_the_url_of_an_alias_that_is_not_known_may_have_them() -> None:
    opened = open_url()
    opened["Url"]["Properties"]["Qualifier"] = {"Fn::ImportValue": "alias"}
    assert not findings_of(RULE, _of(LIVE, opened))


@pytest.mark.parametrize("auth", ["AWS_IAM", {"Ref": "Unset"}])
def test_a_url_that_may_ask_who_calls_is_left_alone(auth: object) -> None:
    assert not findings_of(RULE, _of(url(AuthType=auth)))


def test_a_function_that_others_may_open_is_left_alone() -> None:
    assert not findings_of(RULE, _of(url(AuthType="NONE"), Transform="Macro"))
    adds = resource("Adds", "Custom::AddPermission", {"ServiceToken": "arn", "Function": ref("Function")}, {})
    assert not findings_of(RULE, _of(url(AuthType="NONE"), adds))


@pytest.mark.parametrize("told", [att("Url", "FunctionArn"), ref("Live"), att("Function", "Arn")])
def test_what_others_are_told_of_the_url_is_enough_for_them(told: object) -> None:
    adds = resource("Adds", "AWS::CloudFormation::Stack", {"TemplateURL": "u", "Parameters": {"Of": told}}, {})
    assert not findings_of(RULE, _of(url(AuthType="NONE"), LIVE, adds))


def test_others_may_know_the_function_by_its_name() -> None:
    adds = resource("Adds", "AWS::CloudFormation::Stack", {"TemplateURL": "u"}, {})
    assert findings_of(RULE, _of(url(AuthType="NONE"), adds))
    body = _of(url(AuthType="NONE"), adds)
    body["Resources"]["Function"]["Properties"]["FunctionName"] = "ranking"
    assert not findings_of(RULE, body)


def test_functions_that_have_nothing_to_do_with_inference_are_left_alone() -> None:
    assert found_in(template(serverless(), function(endpoint=None), url(AuthType="NONE"))) == []


@pytest.mark.parametrize("auth", ["NONE", {"Ref": "Auth"}])
def test_sam_adds_the_permissions(auth: object) -> None:
    body = _of(Transform="AWS::Serverless-2016-10-31", Parameters={"Auth": {"Type": "String", "Default": "NONE"}})
    made = body["Resources"]["Function"]
    made["Type"] = "AWS::Serverless::Function"
    made["Properties"]["CodeUri"] = "s3://code/invoker.zip"
    made["Properties"]["FunctionUrlConfig"] = {"AuthType": auth}
    del made["Properties"]["Code"]
    assert "SW912" in found_in(body)
    assert "SW932" not in found_in(body)
