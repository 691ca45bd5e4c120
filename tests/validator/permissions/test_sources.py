"""A SourceArn of another kind of resource is never that of the source."""

from typing import Any

import pytest

from sagewire.validator.samples import Resources, after, att, ref, resource, sub, template, without
from sagewire.validator.samples.events import bucket, target_group, topic_to_queue
from sagewire.validator.samples.invoking import event_rule, function, let_send, mapping, permission, queue, topic
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import found_in

PLACE = "arn:${{AWS::Partition}}:{}:${{AWS::Region}}:${{AWS::AccountId}}:{}"
OTHERS = {
    **resource("OtherTopic", "AWS::SNS::Topic", {}, {}),
    **resource("OtherQueue", "AWS::SQS::Queue", {}, {}),
    **resource("OtherRule", "AWS::Events::Rule", {}, {}),
    **resource("Bus", "AWS::Events::EventBus", {"Name": "own"}, {}),
    **resource("Uploads", "AWS::S3::Bucket", {}, {}),
    **resource("Made", "Custom::Rule", {"ServiceToken": "arn"}, {}),
    **resource("Group", "AWS::ElasticLoadBalancingV2::TargetGroup", {"Name": "other", "TargetType": "lambda"}, {}),
}
BUS = sub(PLACE.format("events", "event-bus/default"))
RULES = sub(PLACE.format("events", "rule/*"))
TOPIC = sub(PLACE.format("sns", "*"))


def of_rule(arn: Any) -> dict[str, Any]:
    given = permission("events.amazonaws.com", arn, id="RulePermission")
    return template(serverless(), function(), OTHERS, without(event_rule(), "RulePermission"), given)


@pytest.mark.parametrize(
    "arn",
    [
        BUS,
        "arn:aws:events:us-east-1:111122223333:event-bus/*",
        att("Bus", "Arn"),
        sub("${Bus.Arn}"),
        TOPIC,
        ref("OtherTopic"),
        att("OtherTopic", "TopicArn"),
        att("OtherQueue", "Arn"),
        att("Function", "Arn"),
        att("Uploads", "Arn"),
        ref("Group"),
        att("OtherRule", "Arn"),
    ],
)
def test_an_arn_of_another_kind_is_not_that_of_a_rule(arn: Any) -> None:
    assert "SW809" in found_in(of_rule(arn))


@pytest.mark.parametrize(
    "arn",
    [
        None,
        "*",
        "arn:*",
        "arn:aws:events:*",
        "arn:aws:events:*:*:*",
        RULES,
        sub(PLACE.format("events", "rule/own/*")),
        sub(PLACE.format("*", "*")),
        sub("arn:aws:${Kind}:us-east-1:111122223333:rule/*"),
        sub("${Whole}"),
        att("Made", "RuleArn"),
        ref("Made"),
        {"Fn::ImportValue": "rule"},
        {"Fn::If": ["Open", att("Rule", "Arn"), BUS]},
        att("Rule", "Arn"),
    ],
)
def test_what_may_be_that_of_a_rule_is_left_alone(arn: Any) -> None:
    parameters = {name: {"Type": "String"} for name in ("Kind", "Whole", "Stage")}
    conditions = {"Open": {"Fn::Equals": [ref("Stage"), "prod"]}}
    assert "SW809" not in found_in({**of_rule(arn), "Parameters": parameters, "Conditions": conditions})


@pytest.mark.parametrize(
    ("arn", "found"),
    [(RULES, True), (att("Uploads", "Arn"), True), (ref("OtherTopic"), True), (TOPIC, False), (ref("Topic"), False)],
)
def test_that_of_a_topic_is_one_of_a_topic(arn: Any, found: bool) -> None:
    given = permission("sns.amazonaws.com", arn, id="TopicPermission")
    body = template(serverless(), function(), OTHERS, without(topic(), "TopicPermission"), given)
    assert ("SW821" in found_in(body)) is found


@pytest.mark.parametrize(
    ("arn", "found"),
    [(RULES, True), (TOPIC, True), ("arn:aws:s3:::inference-objects", False), ("arn:aws:s3:*:*:inference-*", False)],
)
def test_that_of_a_bucket_is_one_of_a_bucket(arn: Any, found: bool) -> None:
    given = permission("s3.amazonaws.com", arn, id="BucketPermission", SourceAccount=ref("AWS::AccountId"))
    made = after(without(bucket(), "BucketPermission"), "BucketPermission")
    assert ("SW822" in found_in(template(serverless(), function(), OTHERS, made, given))) is found


@pytest.mark.parametrize(("arn", "found"), [(RULES, True), (ref("Group"), True), (ref("Targets"), False)])
def test_that_of_a_target_group_is_one_of_a_target_group(arn: Any, found: bool) -> None:
    given = permission("elasticloadbalancing.amazonaws.com", arn, id="TargetPermission")
    made = without(target_group(), "TargetPermission")
    assert ("SW844" in found_in(template(serverless(), function(), OTHERS, made, given))) is found


def of_queue(condition: Any) -> dict[str, Any]:
    """A topic that sends to a queue, whose policy has this condition."""
    policy = let_send("Requests", "sns.amazonaws.com", ref("Topic"))
    (statement,) = policy["RequestsPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    statement["Condition"] = condition
    sending = without(topic_to_queue(), "RequestsPolicy")
    made: tuple[Resources, ...] = (serverless(), function(), queue(), mapping(), OTHERS, sending, policy)
    return template(*made)


@pytest.mark.parametrize(
    "condition",
    [
        {"ArnEquals": {"aws:SourceArn": RULES}},
        {"ArnLike": {"AWS:SourceArn": att("OtherRule", "Arn")}},
        {"StringEquals": {"aws:sourcearn": "arn:aws:sns:us-east-1:111122223333:other"}},
        {"StringLike": {"aws:SourceArn": [ref("OtherTopic"), RULES]}},
        {"ForAnyValue:StringLike": {"aws:SourceArn": ref("OtherTopic")}},
        {"ArnEqualsIfExists": {"aws:SourceArn": ref("OtherTopic")}},
    ],
)
def test_a_queue_that_takes_messages_of_another_kind_of_source_is_found(condition: Any) -> None:
    assert "SW840" in found_in(of_queue(condition))


@pytest.mark.parametrize(
    "condition",
    [
        {"ArnEquals": {"aws:SourceArn": ref("Topic")}},
        {"ArnLike": {"aws:SourceArn": [RULES, TOPIC]}},
        {"ArnLike": {"aws:SourceArn": [RULES, {"Fn::ImportValue": "topic"}]}},
        {"ArnNotEquals": {"aws:SourceArn": ref("OtherTopic")}},
        {"StringNotLike": {"aws:SourceArn": RULES}},
        {"Null": {"aws:SourceArn": "false"}},
        {"ArnLike": {"aws:PrincipalArn": RULES}},
        {"Bool": {"aws:SecureTransport": "true"}},
    ],
)
def test_a_queue_that_may_take_messages_of_the_topic_is_left_alone(condition: Any) -> None:
    assert "SW840" not in found_in(of_queue(condition))


def test_a_dead_letter_queue_of_a_rule_that_takes_those_of_a_topic_is_found() -> None:
    kept = let_send("RuleDeadLetters", "events.amazonaws.com", ref("OtherTopic"))
    assert "SW818" in found_in(template(serverless(), function(), OTHERS, event_rule(), kept))
