"""Scores the day's visits at three every night, and mails whoever is on call when a job fails."""

from aws_cdk import App, CfnParameter, Duration, Size, Stack, TimeZone
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_sns as sns
from aws_cdk.aws_scheduler import ScheduleExpression
from aws_cdk.aws_sns_subscriptions import EmailSubscription

from sagewire import (
    BatchTransform,
    ContainerImage,
    Model,
    ModelArtifact,
    ModelProfile,
    TransformInput,
    TransformInvocations,
    TransformOutput,
    TransformWorkload,
)

app = App()
stack = Stack(app, "Scoring")
model = Model(
    stack,
    "Model",
    image=ContainerImage.for_framework("sklearn", "1.2-1"),
    artifact=ModelArtifact.from_asset("model"),
    profile=ModelProfile(latency=Duration.millis(40)),
)
scoring = BatchTransform(
    stack,
    "Nightly",
    model=model,
    instance_type="ml.m5.large",
    instance_count=2,
    # One visit a line; the result is written beside it, line by line.
    input=TransformInput(content_type="application/jsonlines", prefix="visits/", split="Line", filter="$.features"),
    output=TransformOutput(prefix="scores/", accept="application/jsonlines", assemble="Line", join=True),
    invocations=TransformInvocations(
        strategy="SingleRecord",
        max_concurrent=4,
        max_payload=Size.mebibytes(1),
        timeout=Duration.seconds(30),
    ),
    # Synthesis fails where these cannot be done in that time.
    workload=TransformWorkload(records=500_000, deadline=Duration.hours(2)),
)
scoring.on_schedule("AtThree", schedule=ScheduleExpression.cron(hour="3", minute="0", time_zone=TimeZone.EUROPE_BERLIN))

on_call = CfnParameter(stack, "OnCall", default="on-call@example.com")
topic = sns.Topic(stack, "Failures", enforce_ssl=True)
topic.add_subscription(EmailSubscription(on_call.value_as_string))
scoring.on_state_change("Failed", statuses=["Failed", "Stopped"], target=targets.SnsTopic(topic))
app.synth()
