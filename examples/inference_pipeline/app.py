"""A request passes through two containers, preprocessing and model, on the same instance."""

from aws_cdk import App, Stack
from aws_cdk import aws_s3 as s3
from constructs import Construct

from sagewire import Container, ContainerImage, LambdaInvoker, Model, ModelArtifact, RealTimeEndpoint


class Pipeline(Stack):
    """What leaves scikit-learn is what XGBoost gets: nothing is encoded differently from how it was in training."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        trained = s3.Bucket.from_bucket_name(self, "Trained", "example-models")
        model = Model(
            self,
            "Model",
            containers=[
                Container(
                    image=ContainerImage.for_framework("sklearn", "1.2-1"),
                    artifact=ModelArtifact.from_asset("model"),
                    hostname="preprocess",
                ),
                Container(
                    image=ContainerImage.for_framework("xgboost", "1.7-1"),
                    artifact=ModelArtifact.from_bucket(trained, "churn/2024-06-01/model.tar.gz"),
                    hostname="predict",
                ),
            ],
        )
        endpoint = RealTimeEndpoint(self, "Endpoint", model=model, instance_type="ml.c7i.large", instance_count=2)
        LambdaInvoker(self, "Invoker", endpoint=endpoint).add_function_url()


def main() -> None:
    """Synthesize it."""
    app = App()
    Pipeline(app, "Pipeline")
    app.synth()


if __name__ == "__main__":
    main()
