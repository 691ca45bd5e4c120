"""Files up to 1 GB, each answered within an hour, under a key of yours; no instance runs while there is none."""

from aws_cdk import App, Duration, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_kms as kms
from constructs import Construct

from sagewire import AsyncEndpoint, ContainerImage, LambdaInvoker, Model, ModelArtifact, Scaling


class Documents(Stack):
    """An object in the input bucket becomes one in the output bucket, and an event."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        image = ContainerImage.for_framework("sklearn", "1.2-1")
        endpoint = AsyncEndpoint(
            self,
            "Endpoint",
            model=Model(self, "Model", image=image, artifact=ModelArtifact.from_asset("model")),
            instance_type="ml.c7i.large",
            # The first document of the day starts an instance, ten that wait one more.
            scaling=Scaling(min_capacity=0, max_capacity=4, backlog_per_instance=10),
            # It encrypts the volumes, both buckets and both topics.
            encryption_key=kms.Key(self, "Key", enable_key_rotation=True),
            retention=Duration.days(7),
        )
        invoker = LambdaInvoker(self, "Invoker", endpoint=endpoint)
        invoker.on_object_created("Uploaded", endpoint.input_bucket, prefix="documents/")
        invoker.publish_results_to(events.EventBus(self, "Bus"), source="documents")


def main() -> None:
    """Synthesize it."""
    app = App()
    Documents(app, "Documents")
    app.synth()


if __name__ == "__main__":
    main()
