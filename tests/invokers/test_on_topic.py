"""A topic's messages as requests, kept where neither SNS nor the function can deliver them."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from aws_cdk import Duration, Stack
from aws_cdk import aws_sns as sns

from sagewire import LambdaInvoker, Model, ModelArtifact, RealTimeEndpoint
from tests.models import IMAGE
from tests.templates import only, resources


def invoker_in(stack: Stack, folder: Path) -> LambdaInvoker:
    model = Model(stack, "Model", image=IMAGE, artifact=ModelArtifact.from_asset(folder))
    return LambdaInvoker(
        stack, "Invoker", endpoint=RealTimeEndpoint(stack, "Endpoint", model=model, instance_type="ml.c7i.large")
    )


@pytest.fixture
def invoker(stack: Stack, model_folder: Path) -> LambdaInvoker:
    return invoker_in(stack, model_folder)


def test_messages_are_kept_on_both_legs(stack: Stack, invoker: LambdaInvoker) -> None:
    invoker.on_topic("Told", sns.Topic(stack, "Topic"), max_event_age=Duration.minutes(5))
    (function,) = resources(stack, "AWS::Lambda::Function")
    (queue,) = resources(stack, "AWS::SQS::Queue")
    (topic,) = resources(stack, "AWS::SNS::Topic")
    arn = {"Fn::GetAtt": [queue, "Arn"]}
    subscription = only(stack, "AWS::SNS::Subscription")
    assert subscription["Endpoint"] == {"Fn::GetAtt": [function, "Arn"]}
    assert subscription["Protocol"] == "lambda"
    assert subscription["RedrivePolicy"] == {"deadLetterTargetArn": arn}
    assert "Region" not in subscription
    invoke = only(stack, "AWS::Lambda::EventInvokeConfig")
    assert invoke["DestinationConfig"]["OnFailure"] == {"Destination": arn}
    assert invoke["MaximumEventAgeInSeconds"] == 300
    permission = only(stack, "AWS::Lambda::Permission")
    assert permission["Principal"] == "sns.amazonaws.com"
    assert permission["SourceArn"] == {"Ref": topic}
    policy = only(stack, "AWS::SQS::QueuePolicy")["PolicyDocument"]["Statement"]
    (sends,) = [statement for statement in policy if statement["Action"] == "sqs:SendMessage"]
    assert sends["Principal"] == {"Service": "sns.amazonaws.com"}
    assert sends["Condition"] == {"ArnEquals": {"aws:SourceArn": {"Ref": topic}}}


def test_only_some_of_the_messages(stack: Stack, invoker: LambdaInvoker) -> None:
    filters: Mapping[str, sns.SubscriptionFilter] = {"Accept": sns.SubscriptionFilter.string_filter(allowlist=["a/b"])}
    invoker.on_topic("Told", sns.Topic(stack, "Topic"), filter_policy=filters)
    assert only(stack, "AWS::SNS::Subscription")["FilterPolicy"] == {"Accept": ["a/b"]}


def test_a_topic_of_a_region_in_a_stack_of_any(stack: Stack, invoker: LambdaInvoker) -> None:
    topic = sns.Topic.from_topic_arn(stack, "Topic", "arn:aws:sns:us-east-1:123456789012:told")
    invoker.on_topic("Told", topic)
    assert only(stack, "AWS::SNS::Subscription")["Region"] == "us-east-1"


def test_a_fifo_topic_is_refused(stack: Stack, invoker: LambdaInvoker) -> None:
    """SNS takes no Lambda subscription of one: its messages come by a FIFO queue."""
    made = sns.Topic(stack, "Topic", fifo=True)
    imported = sns.Topic.from_topic_arn(stack, "Imported", "arn:aws:sns:eu-west-1:123456789012:told.fifo")
    for topic in (made, imported):
        with pytest.raises(ValueError, match=rf"^topic {topic.node.path} is a FIFO topic, .*on_queue\(.*fifo=True\)"):
            invoker.on_topic("Told", topic)
    assert resources(stack, "AWS::Lambda::Permission") == {}
    assert resources(stack, "AWS::SQS::Queue") == {}


def test_a_topic_is_subscribed_to_once(stack: Stack, invoker: LambdaInvoker) -> None:
    """Whether it is the same object or the same ARN."""
    topic, arn = sns.Topic(stack, "Topic"), "arn:aws:sns:eu-west-1:123456789012:told"
    imported = [sns.Topic.from_topic_arn(stack, name, arn) for name in ("Imported", "Again")]
    invoker.on_topic("Told", topic)
    invoker.on_topic("ToldElsewhere", imported[0])
    for again in (topic, imported[1]):
        with pytest.raises(ValueError, match=f"^topic {again.node.path} invokes Test/Invoker already, .*filter_policy"):
            invoker.on_topic("ToldAgain", again)
    assert len(resources(stack, "AWS::SNS::Subscription")) == 2


def test_an_age_that_is_refused_leaves_nothing_behind(stack: Stack, invoker: LambdaInvoker) -> None:
    with pytest.raises(ValueError, match="^max_event_age is 59; allowed are 60 to 21600 s"):
        invoker.on_topic("Told", sns.Topic(stack, "Topic"), max_event_age=Duration.seconds(59))
    invoker.on_topic("Told", sns.Topic(stack, "Other"), max_event_age=Duration.seconds(60))
    assert only(stack, "AWS::Lambda::EventInvokeConfig")["MaximumEventAgeInSeconds"] == 60
    with pytest.raises(ValueError, match="^max_event_age is 59; allowed are 60 to 21600 s"):
        invoker.on_topic("Again", sns.Topic(stack, "Third"), max_event_age=Duration.seconds(59))


def test_one_function_has_one_event_age(stack: Stack, invoker: LambdaInvoker) -> None:
    invoker.on_topic("Told", sns.Topic(stack, "Topic"))
    with pytest.raises(ValueError, match="^max_event_age is 60 s; an earlier way into Test/Invoker set 3600 s"):
        invoker.on_topic("Again", sns.Topic(stack, "Other"), max_event_age=Duration.minutes(1))
