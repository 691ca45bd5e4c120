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


def test_one_function_has_one_event_age(stack: Stack, invoker: LambdaInvoker) -> None:
    invoker.on_topic("Told", sns.Topic(stack, "Topic"))
    with pytest.raises(ValueError, match="^max_event_age is 60 s; an earlier way into Test/Invoker set 3600 s"):
        invoker.on_topic("Again", sns.Topic(stack, "Other"), max_event_age=Duration.minutes(1))
