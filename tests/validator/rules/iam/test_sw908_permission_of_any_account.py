"""SW908."""

from typing import Any

import pytest

from sagewire.validator.rules.iam.sw908_permission_of_any_account import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, permission
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import findings_of, only_finding


def calling(service: Any, source: Any = None, **more: Any) -> dict[str, Any]:
    return template(serverless(), function(), permission(service, source, **more))


@pytest.mark.parametrize("service", ["events.amazonaws.com", "s3.amazonaws.com", "apigateway.amazonaws.com.cn"])
def test_a_service_without_a_source_is_found(service: str) -> None:
    finding = only_finding(RULE, calling(service))
    assert finding.message == (
        f"{service} may call the function on behalf of any account: the permission names no source"
    )


@pytest.mark.parametrize("name", ["SourceAccount", "PrincipalOrgID", "EventSourceToken"])
def test_an_account_an_organization_or_a_token_bounds_it(name: str) -> None:
    assert not findings_of(RULE, calling("events.amazonaws.com", **{name: "111122223333"}))


BUCKET = "arn:aws:s3:::requests"


def test_the_arn_of_a_bucket_names_no_account() -> None:
    finding = only_finding(RULE, calling("s3.amazonaws.com", BUCKET))
    assert finding.message == (
        "s3.amazonaws.com may call the function on behalf of any account: "
        "the ARN of a bucket names no account, and its name may come to be of another"
    )


@pytest.mark.parametrize("account", ["111122223333", {"Ref": "AWS::AccountId"}, {"Ref": "Unset"}])
def test_the_account_of_a_bucket_bounds_it(account: Any) -> None:
    assert not findings_of(RULE, calling("s3.amazonaws.com", BUCKET, SourceAccount=account))


@pytest.mark.parametrize("service", ["events.amazonaws.com", "sns.amazonaws.com", "s3-outposts.amazonaws.com"])
def test_other_arns_have_an_account(service: str) -> None:
    assert not findings_of(RULE, calling(service, "arn:aws:events:eu-west-1:111122223333:rule/night"))


@pytest.mark.parametrize("source", [{"Ref": "Unset"}, {"Fn::If": ["Open", BUCKET, {"Ref": "AWS::NoValue"}]}])
def test_the_arn_of_a_bucket_that_is_not_known_is_left_alone(source: Any) -> None:
    assert not findings_of(RULE, calling("s3.amazonaws.com", source))


def test_a_source_that_is_not_known_bounds_it() -> None:
    assert not findings_of(RULE, calling("events.amazonaws.com", {"Ref": "Unset"}))


@pytest.mark.parametrize("principal", ["111122223333", "*", {"Ref": "Unset"}])
def test_principals_that_are_no_services_are_left_alone(principal: Any) -> None:
    assert not findings_of(RULE, calling(principal))


def test_functions_that_have_nothing_to_do_with_inference_are_left_alone() -> None:
    other = function(endpoint=None)
    assert not findings_of(RULE, template(serverless(), other, permission("events.amazonaws.com", None)))


def test_a_load_balancer_cannot_be_named_before_it_may_call() -> None:
    assert not findings_of(RULE, calling("elasticloadbalancing.amazonaws.com"))


def test_a_permission_that_is_left_alone_hides_none_after_it() -> None:
    body = calling("events.amazonaws.com")
    other = {"Other": {"Type": "AWS::Lambda::Permission", "Properties": {"Principal": "111122223333"}}}
    assert len(findings_of(RULE, {**body, "Resources": {**other, **body["Resources"]}})) == 1
