"""Two models on the instances of one endpoint, each scaled by itself, and nothing paid for while both rest."""

from aws_cdk import App, Size, Stack
from constructs import Construct

from sagewire import (
    ComputeRequirements,
    ContainerImage,
    InferenceComponent,
    InferenceComponentEndpoint,
    InvocationTarget,
    LambdaInvoker,
    ManagedInstanceScaling,
    Model,
    ModelArtifact,
    Scaling,
)


class Shared(Stack):
    """Ranking and search, which share a GPU instance or two."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        self._endpoint = InferenceComponentEndpoint(
            self,
            "Endpoint",
            instance_type="ml.g5.2xlarge",
            managed_scaling=ManagedInstanceScaling(min_instances=0, max_instances=2),
        )
        self._serve("Ranking", ComputeRequirements(memory=Size.gibibytes(8), cpus=2, accelerators=1))
        self._serve("Search", ComputeRequirements(memory=Size.gibibytes(2), cpus=1))

    def _serve(self, name: str, requirements: ComputeRequirements) -> None:
        image = ContainerImage.for_framework("pytorch", "2.6.0", processor="gpu")
        component = InferenceComponent(
            self,
            name,
            endpoint=self._endpoint,
            model=Model(self, f"{name}Model", image=image, artifact=ModelArtifact.from_asset("model")),
            requirements=requirements,
            # SageMaker takes an instance back once no copy needs it.
            scaling=Scaling(min_capacity=0, max_capacity=2, concurrent_requests_per_copy=5),
        )
        target = InvocationTarget(inference_component=component)
        LambdaInvoker(self, f"{name}Invoker", endpoint=self._endpoint, target=target).add_function_url()


def main() -> None:
    """Synthesize it."""
    app = App()
    Shared(app, "Shared")
    app.synth()


if __name__ == "__main__":
    main()
