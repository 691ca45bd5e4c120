"""A serverless endpoint with copies that are kept warm: no cold start for the usual load, none paid for the peaks."""

from aws_cdk import App, Duration, Size, Stack
from constructs import Construct

from sagewire import ContainerImage, LambdaInvoker, Model, ModelArtifact, ModelProfile, Scaling, ServerlessEndpoint


class Warm(Stack):
    """Two warm copies, up to ten as they fill up, and ten more that start cold."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        model = Model(
            self,
            "Model",
            image=ContainerImage.for_framework("sklearn", "1.2-1"),
            artifact=ModelArtifact.from_asset("model"),
            profile=ModelProfile(latency=Duration.millis(40), memory=Size.mebibytes(600)),
        )
        endpoint = ServerlessEndpoint(
            self,
            "Endpoint",
            model=model,
            memory=Size.gibibytes(2),
            max_concurrency=20,
            provisioned_concurrency=2,
            scaling=Scaling(min_capacity=2, max_capacity=10, provisioned_concurrency_utilization=0.7),
        )
        LambdaInvoker(self, "Invoker", endpoint=endpoint, deadline=Duration.seconds(5)).add_function_url()


def main() -> None:
    """Synthesize it."""
    app = App()
    Warm(app, "Warm")
    app.synth()


if __name__ == "__main__":
    main()
