"""SW859."""

from typing import Any

import pytest

from sagewire.validator.rules.events.sw859_bucket_notifies_fifo import RULE
from sagewire.validator.samples import Resources, att, ref, resource, sub, template
from sagewire.validator.samples.events import bucket_to_queue, fifo_queue, topic_to_queue
from sagewire.validator.samples.invoking import function, mapping, queue
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import changed, findings_of, only_finding

ELSEWHERE = {"Fn::ImportValue": "elsewhere"}
QUEUES = ("Bucket", "Properties", "NotificationConfiguration", "QueueConfigurations")
CREATED = "s3:ObjectCreated:*"


def _of(made: Resources | None = None) -> dict[str, Any]:
    kept = fifo_queue() if made is None else made
    return template(serverless(), function(), kept, mapping(), bucket_to_queue())


def _told(*, by_cdk: bool = False, **notified: Any) -> Resources:
    if not by_cdk:
        return resource("Bucket", "AWS::S3::Bucket", {"NotificationConfiguration": notified}, {})
    properties = {"BucketName": ref("Uploads"), "NotificationConfiguration": notified}
    return {
        **resource("Uploads", "AWS::S3::Bucket", {}, {}),
        **resource("Bucket", "Custom::S3BucketNotifications", properties, {}),
    }


def _either(otherwise: Any) -> dict[str, Any]:
    return {"Fn::If": ["Open", ref("Topic"), otherwise]}


def _topic(flag: Any) -> Resources:
    return resource("Topic", "AWS::SNS::Topic", {"FifoTopic": flag}, {})


def test_a_fifo_queue_is_found() -> None:
    finding = only_finding(RULE, _of())
    assert (finding.found, finding.resource) == ("Requests", "Bucket")
    assert finding.property == "Properties/NotificationConfiguration/QueueConfigurations/0/Queue"
    assert finding.message == "Requests is a FIFO queue, which S3 does not notify: it refuses the notification"
    assert finding.fix.startswith("Take a standard queue,")


def test_what_cdk_sets_is_found() -> None:
    told = _told(by_cdk=True, QueueConfigurations=[{"Events": [CREATED], "QueueArn": att("Requests", "Arn")}])
    (finding,) = findings_of(RULE, template(fifo_queue(), told))
    assert finding.found == "Requests"


@pytest.mark.parametrize("flag", [None, False, ELSEWHERE])
def test_a_standard_queue_or_one_that_may_be_is_sound(flag: Any) -> None:
    assert findings_of(RULE, _of(queue(FifoQueue=flag))) == []


@pytest.mark.parametrize("named", [ELSEWHERE, "arn:aws:sqs:us-east-1:111122223333:elsewhere"])
def test_a_queue_of_another_stack_is_not_judged(named: Any) -> None:
    assert findings_of(RULE, changed(_of(), (*QUEUES, 0, "Queue"), named)) == []


@pytest.mark.parametrize(("by_cdk", "name"), [(False, "Topic"), (True, "TopicArn")])
def test_a_fifo_topic_is_found(name: str, *, by_cdk: bool) -> None:
    told = _told(by_cdk=by_cdk, TopicConfigurations=[{"Event": CREATED, name: ref("Topic")}])
    (finding,) = findings_of(RULE, template(_topic(flag=True), told))
    assert (finding.found, finding.resource) == ("Topic", "Bucket")
    assert finding.property == f"Properties/NotificationConfiguration/TopicConfigurations/0/{name}"
    assert finding.message.startswith("Topic is a FIFO topic")
    assert finding.fix.startswith("Take a standard topic,")


@pytest.mark.parametrize("flag", [None, False, ELSEWHERE])
def test_a_standard_topic_or_one_that_may_be_is_sound(flag: Any) -> None:
    told = _told(TopicConfigurations=[{"Event": CREATED, "Topic": ref("Topic")}])
    assert findings_of(RULE, template(_topic(flag), told)) == []


@pytest.mark.parametrize("named", [ELSEWHERE, _either(ELSEWHERE), _either(sub("${Topic}-later"))])
def test_a_topic_that_is_not_known_is_not_judged(named: Any) -> None:
    body = template(_topic(flag=True), _told(TopicConfigurations=[{"Event": CREATED, "Topic": named}]))
    assert findings_of(RULE, {**body, "Conditions": {"Open": {"Fn::Equals": [ELSEWHERE, "a"]}}}) == []


def test_each_notification_is_told() -> None:
    named = [ref("Topic"), "arn:aws:sns:us-east-1:111122223333:elsewhere", ref("Topic")]
    told = _told(
        TopicConfigurations=[{"Event": CREATED, "Topic": topic} for topic in named],
        QueueConfigurations=[{"Event": CREATED, "Queue": att("Requests", "Arn")}],
    )
    found = findings_of(RULE, template(fifo_queue(), _topic(flag=True), told))
    assert sorted(finding.found for finding in found) == ["Requests", "Topic", "Topic"]


def test_other_senders_are_left_alone() -> None:
    assert findings_of(RULE, template(fifo_queue(), topic_to_queue())) == []
