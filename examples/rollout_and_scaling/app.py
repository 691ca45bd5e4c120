"""New weights reach a tenth of the fleet first, and alarms take them back; the fleet follows load and office hours."""

from aws_cdk import App, CfnOutput, Duration, Stack
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_sns as sns
from constructs import Construct

from sagewire import (
    ContainerImage,
    LambdaInvoker,
    Model,
    ModelArtifact,
    RealTimeEndpoint,
    RollbackAlarms,
    Rollout,
    Scaling,
    ScalingSchedule,
)

OFFICE_HOURS = ScalingSchedule(
    name="Morning", schedule="cron(0 8 ? * MON-FRI *)", time_zone="Europe/Berlin", min_capacity=4
)
AFTER_HOURS = ScalingSchedule(
    name="Evening", schedule="cron(0 20 ? * MON-FRI *)", time_zone="Europe/Berlin", min_capacity=2
)


class Production(Stack):
    """A real-time endpoint that is changed under load."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        image = ContainerImage.for_framework("sklearn", "1.2-1")
        model = Model(self, "Model", image=image, artifact=ModelArtifact.from_asset("model"))
        endpoint = RealTimeEndpoint(
            self,
            "Endpoint",
            model=model,
            instance_type="ml.c7i.large",
            # Seen within 10 s, where a count of invocations takes minutes.
            scaling=Scaling(
                min_capacity=2, max_capacity=10, concurrent_requests=4, schedules=[OFFICE_HOURS, AFTER_HOURS]
            ),
            rollout=Rollout.canary(
                percent=10,
                bake=Duration.minutes(10),
                rollback=RollbackAlarms(model_errors=5, p99_latency=Duration.millis(200), evaluation_periods=2),
            ),
        )
        invoker = LambdaInvoker(self, "Invoker", endpoint=endpoint, deadline=Duration.seconds(2))
        invoker.add_function_url()

        on_call = sns.Topic.from_topic_arn(self, "OnCall", self.format_arn(service="sns", resource="on-call"))
        endpoint.add_alarms(p99_latency=Duration.millis(150), actions=[actions.SnsAction(on_call)])
        told = targets.SnsTopic(on_call, dead_letter_queue=invoker.dead_letters)
        endpoint.on_state_change("Failed", statuses=["Failed", "RollingBack"], target=told)
        CfnOutput(self, "Dashboard", value=endpoint.dashboard.dashboard_name)


def main() -> None:
    """Synthesize it."""
    app = App()
    Production(app, "Production")
    app.synth()


if __name__ == "__main__":
    main()
