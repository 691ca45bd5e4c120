"""SW822."""

from typing import Any

import pytest

from sagewire.validator.rules.events.sw822_bucket_may_not_call import RULE
from sagewire.validator.samples import Resources, att, ref, resource, template, without
from sagewire.validator.samples.events import bucket
from sagewire.validator.samples.invoking import failures, function, permission
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import findings_of, found_in, only_finding

S3 = "s3.amazonaws.com"


def _of(*more: Resources) -> dict[str, Any]:
    return template(serverless(), function(), without(bucket(), "BucketPermission"), *more)


def _by_cdk(*more: Resources) -> dict[str, Any]:
    """A bucket that CDK tells whom to notify."""
    told = {"Events": ["s3:ObjectCreated:*"], "LambdaFunctionArn": att("Function", "Arn")}
    properties = {
        "BucketName": ref("Bucket"),
        "NotificationConfiguration": {"LambdaFunctionConfigurations": [told]},
    }
    made = resource("Bucket", "AWS::S3::Bucket", {}, {}) | resource(
        "Told", "Custom::S3BucketNotifications", properties, {}
    )
    return template(serverless(), function(), made, failures(), *more)


def test_a_bucket_without_a_permission_is_found() -> None:
    finding = only_finding(RULE, _of())
    assert (finding.found, finding.resource) == ("Function", "Bucket")
    assert finding.property == "Properties/NotificationConfiguration/LambdaConfigurations/0/Function"


def test_a_bucket_that_cdk_tells_whom_to_notify_is_found_as_well() -> None:
    assert only_finding(RULE, _by_cdk()).resource == "Told"


@pytest.mark.parametrize("body", [_of, _by_cdk])
def test_a_permission_for_another_bucket_does_not_help(body: Any) -> None:
    permitted = permission(S3, att("Other", "Arn"), SourceAccount=ref("AWS::AccountId"))
    assert "SW822" in found_in(body(permitted, resource("Other", "AWS::S3::Bucket", {}, {})))


@pytest.mark.parametrize("body", [_of, _by_cdk])
def test_a_permission_for_the_bucket_is_enough(body: Any) -> None:
    permitted = permission(S3, att("Bucket", "Arn"), SourceAccount=ref("AWS::AccountId"))
    assert "SW822" not in found_in(body(permitted))


def test_a_bucket_that_cdk_has_imported_may_be_the_one_that_is_permitted() -> None:
    body = _by_cdk(permission(S3, "arn:aws:s3:::elsewhere", SourceAccount=ref("AWS::AccountId")))
    body["Resources"]["Told"]["Properties"]["BucketName"] = "elsewhere"
    assert "SW822" not in found_in(body)


def test_a_permission_on_the_function_does_not_count_for_an_alias() -> None:
    alias = resource("Live", "AWS::Lambda::Alias", {"FunctionName": ref("Function"), "Name": "live"}, {})
    body = _of(alias, permission(S3, None, SourceAccount=ref("AWS::AccountId")))
    (told,) = body["Resources"]["Bucket"]["Properties"]["NotificationConfiguration"]["LambdaConfigurations"]
    assert "SW822" not in found_in(body)
    told["Function"] = ref("Live")
    (finding,) = findings_of(RULE, body)
    assert finding.message == "no permission lets S3 call Function:live for the notifications of Bucket"
