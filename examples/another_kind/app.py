"""The kind of endpoint is one word in the app's context: `cdk deploy -c kind=asynchronous`."""

from collections.abc import Mapping
from typing import Any

from aws_cdk import App, Stack
from constructs import Construct

from sagewire import ContainerImage, LambdaInvoker, Model, ModelArtifact, endpoint_of_kind

# What a kind cannot keep is refused at synthesis, with the reason; only capacity differs in all three.
CAPACITY: Mapping[str, Mapping[str, Any]] = {
    "real-time": {"instance_type": "ml.c7i.large", "instance_count": 2},
    "serverless": {"max_concurrency": 20},
    "asynchronous": {"instance_type": "ml.c7i.large"},
}


class AnyKind(Stack):
    """The same model, behind the same function."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        image = ContainerImage.for_framework("sklearn", "1.2-1")
        model = Model(self, "Model", image=image, artifact=ModelArtifact.from_asset("model"))
        kind: Any = self.node.try_get_context("kind") or "serverless"
        endpoint = endpoint_of_kind(self, "Endpoint", kind, model=model, **CAPACITY[kind])
        LambdaInvoker(self, "Invoker", endpoint=endpoint).add_function_url()


def main() -> None:
    """Synthesize it."""
    app = App()
    AnyKind(app, "AnyKind")
    app.synth()


if __name__ == "__main__":
    main()
