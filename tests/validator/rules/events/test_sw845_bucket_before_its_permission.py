"""SW845."""

from typing import Any

import pytest

from sagewire.validator.rules.events.sw845_bucket_before_its_permission import RULE
from sagewire.validator.samples import Resources, after, att, ref, resource, sub, template, without
from sagewire.validator.samples.events import bucket
from sagewire.validator.samples.invoking import function, let_send, mapping, permission, queue
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import findings_of, only_finding

ARN = "arn:aws:s3:::inference-objects"


def notifying(made: Resources, *more: Resources) -> dict[str, Any]:
    return template(serverless(), function(), made, *more)


def with_dependency(depends: Any) -> Resources:
    made = bucket()
    return {**made, "Bucket": {**made["Bucket"], "DependsOn": depends}}


def to_queue(*depends: str) -> Resources:
    """A bucket that sends to the queue `Requests`, and the queue's policy."""
    told = {"QueueConfigurations": [{"Event": "s3:ObjectCreated:*", "Queue": att("Requests", "Arn")}]}
    properties = {"BucketName": "inference-objects", "NotificationConfiguration": told}
    made = resource("Bucket", "AWS::S3::Bucket", properties, {})
    policy = let_send("Requests", "s3.amazonaws.com", ARN)
    return {**queue(), **mapping(), **after(made, *depends), **policy}


def test_a_bucket_that_does_not_wait_may_come_first() -> None:
    finding = only_finding(RULE, notifying(with_dependency([])))
    assert (finding.resource, finding.found) == ("Bucket", "BucketPermission")
    assert finding.property == "Properties/NotificationConfiguration/LambdaConfigurations/0/Function"
    assert finding.message.startswith("Bucket does not wait for BucketPermission")


@pytest.mark.parametrize("depends", ["BucketPermission", ["Model", "BucketPermission"], ["Later"]])
def test_one_that_waits_is_left_alone(depends: Any) -> None:
    later = after(resource("Later", "AWS::SNS::Topic", {}, {}), "BucketPermission")
    assert not findings_of(RULE, notifying(with_dependency(depends), later))


def test_a_reference_is_waited_for_too() -> None:
    tags = [{"Key": "permission", "Value": ref("BucketPermission")}]
    made = with_dependency([])
    made["Bucket"]["Properties"]["Tags"] = tags
    assert not findings_of(RULE, notifying(made))


def test_waiting_for_the_function_is_not_enough() -> None:
    assert len(findings_of(RULE, notifying(with_dependency("Function")))) == 1


def test_a_permission_that_waits_for_the_bucket_comes_too_late() -> None:
    later = permission("s3.amazonaws.com", att("Bucket", "Arn"), id="BucketPermission")
    assert len(findings_of(RULE, notifying(with_dependency([]), later))) == 1


def test_one_permission_of_several_is_enough() -> None:
    other = permission("s3.amazonaws.com", sub(ARN), id="Other")
    assert not findings_of(RULE, notifying(with_dependency("Other"), other))


def test_without_a_permission_there_is_nothing_to_wait_for() -> None:
    assert not findings_of(RULE, notifying(without(with_dependency([]), "BucketPermission")))


def test_a_permission_of_another_stack_may_be_there() -> None:
    made = with_dependency([])
    permitted = {"BucketPermission": made.pop("BucketPermission")}
    permitted["BucketPermission"]["Properties"]["FunctionName"] = "asks"
    serving = template(serverless(), function(FunctionName="asks"), made)
    assert len(findings_of(RULE, template(serving["Resources"], permitted))) == 1
    assert not findings_of(RULE, serving, template(permitted))


@pytest.mark.parametrize(("depends", "found"), [((), 1), (("Requests",), 1), (("RequestsPolicy",), 0)])
def test_queues_have_policies(depends: tuple[str, ...], found: int) -> None:
    findings = findings_of(RULE, notifying(to_queue(*depends)))
    assert [finding.found for finding in findings] == ["RequestsPolicy"] * found


def test_cdk_sets_notifications_afterwards() -> None:
    told = {"LambdaFunctionConfigurations": [{"Events": ["s3:*"], "LambdaFunctionArn": att("Function", "Arn")}]}
    properties = {"BucketName": ref("Bucket"), "NotificationConfiguration": told}
    made = {
        **resource("Bucket", "AWS::S3::Bucket", {}, {}),
        **resource("Told", "Custom::S3BucketNotifications", properties, {}),
        **permission("s3.amazonaws.com", att("Bucket", "Arn")),
    }
    assert not findings_of(RULE, notifying(made))
