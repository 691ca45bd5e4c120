"""Scores the day's visits at three every night, and tells whoever is on call when a job fails."""

from aws_cdk import App, Duration, Size, Stack, TimeZone
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_sns as sns
from aws_cdk.aws_scheduler import ScheduleExpression
from constructs import Construct

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


class Scoring(Stack):
    """Two instances, for as long as the job takes."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        model = Model(
            self,
            "Model",
            image=ContainerImage.for_framework("sklearn", "1.2-1"),
            artifact=ModelArtifact.from_asset("model"),
            profile=ModelProfile(latency=Duration.millis(40)),
        )
        scoring = BatchTransform(
            self,
            "Nightly",
            model=model,
            instance_type="ml.m5.large",
            instance_count=2,
            # One visit a line; the result is written beside it, line by line.
            input=TransformInput(
                content_type="application/jsonlines", prefix="visits/", split="Line", filter="$.features"
            ),
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
        at_three = ScheduleExpression.cron(hour="3", minute="0", time_zone=TimeZone.EUROPE_BERLIN)
        scoring.on_schedule("AtThree", schedule=at_three)

        # What could not be told waits where the events wait that no job was started for.
        on_call = sns.Topic.from_topic_arn(self, "OnCall", self.format_arn(service="sns", resource="on-call"))
        told = targets.SnsTopic(on_call, dead_letter_queue=scoring.dead_letters)
        scoring.on_state_change("Failed", statuses=["Failed", "Stopped"], target=told)


def main() -> None:
    """Synthesize it."""
    app = App()
    Scoring(app, "Scoring")
    app.synth()


if __name__ == "__main__":
    main()
