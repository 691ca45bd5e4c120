"""Two models share the traffic of one endpoint; on another, a third model sees a copy of it and answers nobody."""

from aws_cdk import App, Stack
from aws_cdk import aws_s3 as s3
from constructs import Construct

from sagewire import ContainerImage, LambdaInvoker, Model, ModelArtifact, ProductionVariant, RealTimeEndpoint


class Comparison(Stack):
    """Champion and challenger side by side, in production and in its shadow."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        self._models = s3.Bucket.from_bucket_name(self, "Models", "example-models")

        champion = self._variant("Champion", version=7, weight=9)
        challenger = self._variant("Challenger", version=8, weight=1)
        shared = RealTimeEndpoint(self, "Shared", variants=[champion, challenger])
        LambdaInvoker(self, "AskEither", endpoint=shared).add_function_url()

        # A weight of one half of production's copies half of the requests.
        candidate = self._variant("Candidate", version=9, weight=0.5)
        shadowed = RealTimeEndpoint(
            self, "Shadowed", variants=[self._variant("Production", version=7)], shadow=candidate
        )
        LambdaInvoker(self, "AskProduction", endpoint=shadowed).add_function_url()

    def _variant(self, name: str, *, version: int, weight: float = 1) -> ProductionVariant:
        model = Model(
            self,
            name,
            image=ContainerImage.for_framework("sklearn", "1.2-1"),
            artifact=ModelArtifact.from_bucket(self._models, f"ranking/{version}/model.tar.gz"),
        )
        return ProductionVariant(variant_name=name, model=model, instance_type="ml.c7i.large", weight=weight)


def main() -> None:
    """Synthesize it."""
    app = App()
    Comparison(app, "Comparison")
    app.synth()


if __name__ == "__main__":
    main()
