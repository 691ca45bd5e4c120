"""A permission is for the resource that its SourceArn names, or spells."""

from typing import Any

import pytest

from sagewire.validator.samples import Resources, after, att, ref, resource, sub, template, without
from sagewire.validator.samples.events import bucket
from sagewire.validator.samples.invoking import event_rule, function, http_api, permission, rest_api, topic
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import found_in

PLACE = "arn:aws:{}:${{AWS::Region}}:${{AWS::AccountId}}:{}"
NAME = {"Name": {"Type": "String"}}


def events(arn: Any, *, name: Any = None) -> dict[str, Any]:
    """A rule, and a permission whose SourceArn is this."""
    permitted = permission("events.amazonaws.com", arn, id="RulePermission")
    return template(serverless(), function(), event_rule(Name=name), permitted, Parameters=NAME)


def rule(named: str) -> Any:
    return sub(PLACE.format("events", f"rule/{named}"))


@pytest.mark.parametrize(
    ("arn", "name"),
    [
        (rule("other"), None),
        (rule("other"), "nightly"),
        (rule("bus/other"), "nightly"),
        (rule("other-*"), "nightly"),
        ("arn:aws:events:us-east-1:111122223333:rule/other", None),
    ],
)
def test_the_arn_of_another_rule_does_not_help(arn: Any, name: Any) -> None:
    assert "SW809" in found_in(events(arn, name=name))


@pytest.mark.parametrize(
    ("arn", "name"),
    [
        (att("Rule", "Arn"), None),
        (rule("nightly"), "nightly"),
        (rule("bus/nightly"), "nightly"),
        (rule("night*"), "nightly"),
        (rule("*"), None),
        (rule("serving-*"), None),
        (rule("${Name}"), "nightly"),
        (rule("other"), ref("Name")),
        (rule("${AWS::StackName}-Rule-?"), None),
        ("*", None),
        ("arn:aws:events:*:*:*", "nightly"),
        (None, None),
    ],
)
def test_its_own_and_what_is_not_certain_is_left_alone(arn: Any, name: Any) -> None:
    assert "SW809" not in found_in(events(arn, name=name))


@pytest.mark.parametrize(("arn", "found"), [("arn:aws:s3:::elsewhere", True), ("arn:aws:s3:::inference-*", False)])
def test_buckets_have_names(arn: str, found: bool) -> None:
    permitted = permission("s3.amazonaws.com", arn, id="BucketPermission", SourceAccount=ref("AWS::AccountId"))
    made = after(without(bucket(), "BucketPermission"), "BucketPermission")
    assert ("SW822" in found_in(template(serverless(), function(), made, permitted))) is found


@pytest.mark.parametrize(("named", "found"), [("other", True), ("*", False)])
def test_topics_have_names(named: str, found: bool) -> None:
    permitted = permission("sns.amazonaws.com", sub(PLACE.format("sns", named)), id="TopicPermission")
    assert ("SW821" in found_in(template(serverless(), function(), topic(), permitted))) is found


REST = resource("Rest", "AWS::ApiGateway::RestApi", {"Name": "other"}, {})
HTTP = resource("Http", "AWS::ApiGatewayV2::Api", {"Name": "other", "ProtocolType": "HTTP"}, {})


@pytest.mark.parametrize(("api", "other"), [(http_api, REST), (rest_api, HTTP), (http_api, HTTP)])
def test_the_permission_of_an_api_of_another_type_does_not_help(api: Any, other: Resources) -> None:
    (id,) = other
    of_other = permission("apigateway.amazonaws.com", sub(PLACE.format("execute-api", f"${{{id}}}/*")))
    of_both = permission("apigateway.amazonaws.com", sub(PLACE.format("execute-api", "*")))
    assert "SW823" in found_in(template(serverless(), function(), api(), other, of_other))
    assert "SW823" not in found_in(template(serverless(), function(), api(), other, of_both))
    assert "SW823" not in found_in(template(serverless(), function(), api(), other))
