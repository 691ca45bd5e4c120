"""SW839."""

from typing import Any

import pytest

from sagewire.validator.rules.events.sw839_bucket_sends_no_events import RULE
from sagewire.validator.samples import Resources, ref, resource, template
from sagewire.validator.samples.invoking import event_rule, function
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import found_in, only_finding


def _of(
    notified: Any = None, *more: Resources, endpoint: str | None = "Endpoint", pattern: Any = None
) -> dict[str, Any]:
    uploaded = {
        "source": ["aws.s3"],
        "detail-type": ["Object Created"],
        "detail": {"bucket": {"name": [ref("Bucket")]}},
        **(pattern or {}),
    }
    bucket = resource("Bucket", "AWS::S3::Bucket", {"NotificationConfiguration": notified}, {})
    return template(serverless(), function(endpoint=endpoint), event_rule(pattern=uploaded), bucket, *more)


@pytest.mark.parametrize("notified", [None, {}, {"EventBridgeConfiguration": {"EventBridgeEnabled": False}}])
def test_a_bucket_that_says_nothing_to_eventbridge_is_found(notified: Any) -> None:
    finding = only_finding(RULE, _of(notified))
    assert finding.resource == "Bucket"
    assert finding.property == "Properties/NotificationConfiguration/EventBridgeConfiguration"
    assert "Rule waits for them" in finding.message


@pytest.mark.parametrize(
    "notified",
    [
        {"EventBridgeConfiguration": {}},
        {"EventBridgeConfiguration": {"EventBridgeEnabled": True}},
        {"EventBridgeConfiguration": {"EventBridgeEnabled": {"Fn::ImportValue": "sends"}}},
        {"Fn::ImportValue": "notified"},
    ],
)
def test_a_bucket_that_sends_them_or_may_is_sound(notified: Any) -> None:
    assert found_in(_of(notified)) == []


def test_a_bucket_that_cdk_tells_what_to_send_is_sound() -> None:
    told = {"BucketName": ref("Bucket"), "NotificationConfiguration": {"EventBridgeConfiguration": {}}}
    assert found_in(_of(None, resource("Told", "Custom::S3BucketNotifications", told, {}))) == []


def test_what_cloudtrail_tells_needs_no_switch() -> None:
    assert found_in(_of(pattern={"detail-type": ["AWS API Call via CloudTrail"]})) == []


def test_events_of_another_source_need_none_either() -> None:
    assert found_in(_of(pattern={"source": ["shop"]})) == []


def test_rules_that_have_nothing_to_do_with_inference_are_left_alone() -> None:
    assert found_in(_of(endpoint=None)) == []
