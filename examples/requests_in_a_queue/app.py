"""Orders wait in a queue, are scored side by side as far as the endpoint goes, and their scores wait in another."""

from aws_cdk import App, Duration, Stack
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from sagewire import ContainerImage, LambdaInvoker, Model, ModelArtifact, ModelProfile, ServerlessEndpoint


class Fraud(Stack):
    """One invoker with three ways in: a FIFO queue, a topic and the clock."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        model = Model(
            self,
            "Model",
            image=ContainerImage.for_framework("xgboost", "1.7-1"),
            artifact=ModelArtifact.from_asset("model"),
            profile=ModelProfile(latency=Duration.millis(300)),
        )
        endpoint = ServerlessEndpoint(self, "Endpoint", model=model, max_concurrency=20)
        invoker = LambdaInvoker(self, "Invoker", endpoint=endpoint, deadline=Duration.seconds(30))
        # The orders of one customer carry the customer's id as MessageGroupId, and are scored one after the other.
        invoker.on_queue("Orders", fifo=True)
        invoker.on_topic("Refunds", sns.Topic.from_topic_arn(self, "RefundTopic", self._arn_of("example-refunds")))
        every_hour = scheduler.ScheduleExpression.rate(Duration.hours(1))
        invoker.on_schedule("Probe", every_hour, payload={"amount": 1, "country": "CH"})
        unread = sqs.DeadLetterQueue(queue=invoker.dead_letters, max_receive_count=5)
        scores = sqs.Queue(
            self,
            "Scores",
            encryption=sqs.QueueEncryption.KMS_MANAGED,
            enforce_ssl=True,
            dead_letter_queue=unread,
        )
        invoker.send_results_to(scores)

    def _arn_of(self, topic: str) -> str:
        return self.format_arn(service="sns", resource=topic)


def main() -> None:
    """Synthesize it."""
    app = App()
    Fraud(app, "Fraud")
    app.synth()


if __name__ == "__main__":
    main()
