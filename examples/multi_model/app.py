"""A model for each customer, all behind one endpoint, which loads the one that a request names."""

from aws_cdk import App, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_s3 as s3
from constructs import Construct

from sagewire import ContainerImage, InvocationTarget, LambdaInvoker, Model, ModelDirectory, RealTimeEndpoint


class Customers(Stack):
    """A new customer is a new object in S3: nothing is deployed for it."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        bucket = s3.Bucket.from_bucket_name(self, "Models", "example-models")
        model = Model(
            self,
            "Model",
            image=ContainerImage.for_framework("sklearn", "1.2-1"),
            models=ModelDirectory(bucket=bucket, prefix="customers/"),
        )
        endpoint = RealTimeEndpoint(self, "Endpoint", model=model, instance_type="ml.m7i.xlarge", instance_count=2)
        # A caller says `X-Amzn-SageMaker-Target-Model: blue.tar.gz`, the object's name below the prefix.
        LambdaInvoker(self, "Invoker", endpoint=endpoint).add_function_url()
        blue = LambdaInvoker(self, "Blue", endpoint=endpoint, target=InvocationTarget(model="blue.tar.gz"))
        blue.on_event("Orders", pattern=events.EventPattern(source=["example.blue"]))


def main() -> None:
    """Synthesize it."""
    app = App()
    Customers(app, "Customers")
    app.synth()


if __name__ == "__main__":
    main()
