"""SW824."""

from typing import Any

import pytest

from sagewire.validator.rules.events.sw824_results_call_again import RULE
from sagewire.validator.samples import Resources, att, ref, resource, sub, template
from sagewire.validator.samples.events import bucket
from sagewire.validator.samples.invoking import event_rule, failures, function, permission
from sagewire.validator.samples.serving import asynchronous, serverless
from tests.validator.judging import found_in, only_finding

ASKING = function(action="sagemaker:InvokeEndpointAsync")
OWN = "s3://inference-objects/answers/"


def _of(path: Any, *triggers: Resources) -> dict[str, Any]:
    written = {"S3OutputPath": path, "S3FailurePath": "s3://failures/"}
    return template(asynchronous(output=written), ASKING, *triggers)


def found_with(path: Any, *triggers: Resources) -> list[str]:
    return [rule for rule in found_in(_of(path, *triggers)) if rule == "SW824"]


@pytest.mark.parametrize("prefix", [None, "", "a", "answers", "answers/"])
def test_a_filter_that_lets_all_results_through_is_found(prefix: str | None) -> None:
    finding = only_finding(RULE, _of(OWN, bucket(prefix=prefix)))
    assert (finding.found, finding.resource) == ("Function", "Bucket")
    assert "results of Endpoint below 'answers/'" in finding.message


@pytest.mark.parametrize("prefix", ["requests/", "answers/later/", "nswers"])
def test_a_filter_that_keeps_results_out_is_sound(prefix: str) -> None:
    assert found_with(OWN, bucket(prefix=prefix)) == []


@pytest.mark.parametrize(("suffix", "found"), [(".out", ["SW824"]), ("", ["SW824"]), (".json", []), (".csv", [])])
def test_results_end_in_out(suffix: str, found: list[str]) -> None:
    assert found_with(OWN, bucket(prefix=None, suffix=suffix)) == found


@pytest.mark.parametrize(
    "path",
    [sub("s3://${Bucket}/answers/"), sub("s3://${Bucket}"), {"Fn::Join": ["", ["s3://", ref("Bucket"), "/answers"]]}],
)
def test_the_bucket_may_be_named_by_reference(path: Any) -> None:
    assert found_with(path, bucket(prefix=None)) == ["SW824"]


@pytest.mark.parametrize(
    "path", ["s3://elsewhere/answers/", {"Fn::ImportValue": "path"}, sub("s3://${Other}/answers/")]
)
def test_another_bucket_is_sound(path: Any) -> None:
    other = resource("Other", "AWS::S3::Bucket", {}, {})
    assert found_with(path, bucket(prefix=None), other) == []


UNKNOWN: Any = {"Fn::ImportValue": "elsewhere"}


@pytest.mark.parametrize("rule", [{"Name": "prefix", "Value": UNKNOWN}, {"Name": "suffix", "Value": UNKNOWN}, UNKNOWN])
def test_a_filter_that_is_not_known_may_keep_results_out(rule: Any) -> None:
    triggers = bucket()
    (told,) = triggers["Bucket"]["Properties"]["NotificationConfiguration"]["LambdaConfigurations"]
    told["Filter"] = {"S3Key": {"Rules": [rule]}}
    assert found_with(OWN, triggers) == []


@pytest.mark.parametrize("event", ["s3:ObjectRemoved:*", UNKNOWN])
def test_a_bucket_that_does_not_tell_of_new_objects_is_sound(event: Any) -> None:
    triggers = bucket(prefix=None)
    (told,) = triggers["Bucket"]["Properties"]["NotificationConfiguration"]["LambdaConfigurations"]
    told["Event"] = event
    assert found_with(OWN, triggers) == []


def _told_by_cdk(*rules: dict[str, str], events: Any = "s3:ObjectCreated:*", of: Any = None) -> Resources:
    told = {
        "Events": ["s3:TestEvent", events],
        "LambdaFunctionArn": att("Function", "Arn"),
        "Filter": {"Key": {"FilterRules": list(rules)}},
    }
    properties = {
        "BucketName": of or ref("Bucket"),
        "NotificationConfiguration": {"LambdaFunctionConfigurations": [told]},
    }
    return {
        **resource("Bucket", "AWS::S3::Bucket", {}, {}),
        **resource("Told", "Custom::S3BucketNotifications", properties, {}),
        **permission("s3.amazonaws.com", att("Bucket", "Arn"), SourceAccount=ref("AWS::AccountId")),
        **failures(),
    }


def test_a_bucket_that_cdk_tells_whom_to_notify_is_found_as_well() -> None:
    path = sub("s3://${Bucket}/answers/")
    assert found_with(path, _told_by_cdk()) == ["SW824"]
    assert found_with(path, _told_by_cdk({"Name": "Prefix", "Value": "answers/"})) == ["SW824"]
    assert found_with(path, _told_by_cdk({"Name": "prefix", "Value": "requests/"})) == []
    assert found_with(path, _told_by_cdk(events="s3:ObjectRemoved:*")) == []
    assert found_with(path, _told_by_cdk(events=UNKNOWN)) == []
    assert found_with(path, _told_by_cdk(of="elsewhere")) == []


def _rule(source: str = "aws.s3", detail_type: str = "Object Created", **detail: Any) -> Resources:
    pattern = {
        "source": [source],
        "detail-type": [detail_type],
        "detail": {"bucket": {"name": [ref("Bucket")]}, **detail},
    }
    sends = {"NotificationConfiguration": {"EventBridgeConfiguration": {"EventBridgeEnabled": True}}}
    return {**resource("Bucket", "AWS::S3::Bucket", sends, {}), **event_rule(pattern=pattern)}


@pytest.mark.parametrize(
    ("detail", "found"),
    [
        ({}, ["SW824"]),
        ({"object": {"key": [{"prefix": "answers/"}]}}, ["SW824"]),
        ({"object": {"key": [{"prefix": "requests/"}]}}, []),
        ({"object": {"key": [{"suffix": ".json"}]}}, []),
        ({"object": {"key": [{"anything-but": {"prefix": "answers/"}}]}}, []),
        ({"object": {"key": [{"prefix": "answers/", "suffix": ".out"}]}}, []),
        ({"reason": ["PutObject"]}, []),
        ({"source": "aws.s3.batch"}, []),
        ({"detail_type": "Object Deleted"}, []),
        ({"bucket": {"name": ["elsewhere"]}}, []),
        ({"bucket": {"name": [UNKNOWN]}}, []),
    ],
)
def test_a_rule_that_hears_of_results_is_found(detail: dict[str, Any], found: list[str]) -> None:
    assert found_with(sub("s3://${Bucket}/answers/"), _rule(**detail)) == found


@pytest.mark.parametrize(("name", "found"), [("inference-objects", ["SW824"]), ("elsewhere", [])])
def test_a_bucket_of_another_stack_is_found_by_its_name(name: str, found: list[str]) -> None:
    pattern = {"source": ["aws.s3"], "detail-type": ["Object Created"], "detail": {"bucket": {"name": [name]}}}
    assert found_with(OWN, event_rule(pattern=pattern)) == found


def test_an_endpoint_that_answers_at_once_writes_nothing() -> None:
    assert found_in(template(serverless(), function(), bucket(prefix=None))) == []


def _failing_to(path: Any, *triggers: Resources, results: Any = "s3://results/") -> dict[str, Any]:
    return template(asynchronous(output={"S3OutputPath": results, "S3FailurePath": path}), ASKING, *triggers)


def test_failures_call_again_as_well() -> None:
    finding = only_finding(RULE, _failing_to("s3://inference-objects/requests/failed/", bucket()))
    assert "also for the failures of Endpoint below 'requests/failed/'" in finding.message
    assert found_in(_failing_to("s3://inference-objects/failed/", bucket())) == []


def test_both_are_told_of_at_once() -> None:
    finding = only_finding(RULE, _failing_to(f"{OWN}failed/", bucket(prefix=None), results=OWN))
    assert "results and failures of Endpoint below 'answers/'" in finding.message


@pytest.mark.parametrize("suffix", [".out", ".json"])
def test_how_the_keys_of_failures_end_is_not_known(suffix: str) -> None:
    assert found_in(_failing_to(f"{OWN}failed/", bucket(prefix=None, suffix=suffix))) == []
