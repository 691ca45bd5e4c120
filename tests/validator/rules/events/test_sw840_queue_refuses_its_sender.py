"""SW840."""

from typing import Any

import pytest

from sagewire.validator.rules.events.sw840_queue_refuses_its_sender import RULE
from sagewire.validator.samples import Resources, att, ref, resource, template, without
from sagewire.validator.samples.events import topic_to_queue
from sagewire.validator.samples.invoking import function, let_send, mapping, queue
from sagewire.validator.samples.serving import asynchronous, serverless
from tests.validator.judging import found_in, only_finding


def _of(*senders: Resources, endpoint: str | None = "Endpoint") -> dict[str, Any]:
    return template(serverless(), function(endpoint=endpoint), queue(), mapping(), *senders)


def _rule(**target: Any) -> Resources:
    sent = {"Id": "Queue", "Arn": att("Requests", "Arn"), **target}
    return resource("Rule", "AWS::Events::Rule", {"EventPattern": {"source": ["shop"]}, "Targets": [sent]}, {})


def _bucket() -> Resources:
    told = [{"Event": "s3:ObjectCreated:*", "Queue": att("Requests", "Arn")}]
    return resource("Bucket", "AWS::S3::Bucket", {"NotificationConfiguration": {"QueueConfigurations": told}}, {})


def _told_by_cdk() -> Resources:
    told = [{"Events": ["s3:ObjectCreated:*"], "QueueArn": att("Requests", "Arn")}]
    properties = {"BucketName": ref("Uploads"), "NotificationConfiguration": {"QueueConfigurations": told}}
    return {
        **resource("Uploads", "AWS::S3::Bucket", {}, {}),
        **resource("Bucket", "Custom::S3BucketNotifications", properties, {}),
    }


TOPIC = without(topic_to_queue(), "RequestsPolicy")


@pytest.mark.parametrize(
    ("sender", "at", "service"),
    [
        (TOPIC, "Subscription", "sns.amazonaws.com"),
        (_rule(), "Rule", "events.amazonaws.com"),
        (_bucket(), "Bucket", "s3.amazonaws.com"),
        (_told_by_cdk(), "Bucket", "s3.amazonaws.com"),
    ],
)
def test_a_queue_that_takes_nothing_of_its_sender_is_found(sender: Resources, at: str, service: str) -> None:
    finding = only_finding(RULE, _of(sender))
    assert (finding.found, finding.resource) == ("Requests", at)
    assert f"lets {service} send to it" in finding.message


@pytest.mark.parametrize(
    ("sender", "service", "source"),
    [
        (TOPIC, "sns.amazonaws.com", ref("Topic")),
        (_rule(), "events.amazonaws.com", att("Rule", "Arn")),
        (_bucket(), "s3.amazonaws.com", att("Bucket", "Arn")),
        (_told_by_cdk(), "s3.amazonaws.com", att("Uploads", "Arn")),
    ],
)
def test_a_policy_for_its_sender_is_enough(sender: Resources, service: str, source: Any) -> None:
    assert "SW840" not in found_in(_of(sender, let_send("Requests", service, source)))


def test_a_topic_of_another_stack_may_be_the_one_that_is_let() -> None:
    body = _of(TOPIC, let_send("Requests", "sns.amazonaws.com", ref("Topic")))
    body["Resources"]["Subscription"]["Properties"]["TopicArn"] = {"Fn::ImportValue": "topic"}
    assert "SW840" not in found_in(body)


def test_a_role_of_the_target_stands_in_for_a_policy() -> None:
    assert found_in(_of(_rule(RoleArn="arn:aws:iam::111122223333:role/sender"))) == []


@pytest.mark.parametrize("name", ["Answered", "Failed"])
def test_a_queue_that_hears_of_an_endpoint_s_answers_is_looked_at_too(name: str) -> None:
    told = without(topic_to_queue(), "RequestsPolicy", "Topic")
    told["Subscription"]["Properties"]["TopicArn"] = ref(name)
    body = template(asynchronous(), queue(), told)
    finding = only_finding(RULE, body)
    assert (finding.found, finding.resource) == ("Requests", "Subscription")
    assert found_in(template(asynchronous(), queue(), told, let_send("Requests", "sns.amazonaws.com", ref(name)))) == []


def test_a_queue_of_another_topic_beside_an_endpoint_is_left_alone() -> None:
    assert found_in(template(asynchronous(), queue(), TOPIC)) == []


def test_queues_that_no_function_of_inference_reads_are_left_alone() -> None:
    assert found_in(_of(TOPIC, endpoint=None)) == []


def test_a_queue_of_another_stack_is_not_judged() -> None:
    body = _of(TOPIC)
    body["Resources"]["Subscription"]["Properties"]["Endpoint"] = {"Fn::ImportValue": "queue"}
    assert found_in(body) == []
