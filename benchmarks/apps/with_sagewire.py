"""With sagewire, and nothing chosen but what has to be."""

from aws_cdk import Size, Stack
from aws_cdk import aws_events as events

from sagewire import (
    AsyncEndpoint,
    ContainerImage,
    LambdaInvoker,
    Model,
    ModelArtifact,
    RealTimeEndpoint,
    ServerlessEndpoint,
)

VIEWED = events.EventPattern(source=["website"], detail_type=["Page Viewed"])


def model(stack: Stack, number: int) -> Model:
    """The model of an endpoint."""
    image = ContainerImage.for_framework("sklearn", "1.2-1")
    return Model(stack, f"Model{number}", image=image, artifact=ModelArtifact.from_asset("model"))


def real_time(stack: Stack, number: int) -> None:
    """A real-time endpoint, its invoker, and a rule."""
    endpoint = RealTimeEndpoint(stack, f"Endpoint{number}", model=model(stack, number), instance_type="ml.c7i.large")
    LambdaInvoker(stack, f"Invoker{number}", endpoint=endpoint).on_event("Viewed", pattern=VIEWED)


def serverless(stack: Stack, number: int) -> None:
    """A serverless endpoint, its invoker, and a rule."""
    endpoint = ServerlessEndpoint(
        stack, f"Endpoint{number}", model=model(stack, number), memory=Size.gibibytes(2), max_concurrency=5
    )
    LambdaInvoker(stack, f"Invoker{number}", endpoint=endpoint).on_event("Viewed", pattern=VIEWED)


def asynchronous(stack: Stack, number: int) -> None:
    """An asynchronous endpoint with its buckets, its invoker, and a rule on uploaded objects."""
    endpoint = AsyncEndpoint(stack, f"Endpoint{number}", model=model(stack, number), instance_type="ml.c7i.large")
    invoker = LambdaInvoker(stack, f"Invoker{number}", endpoint=endpoint)
    invoker.on_object_created("Uploaded", endpoint.input_bucket, prefix="visitors/")
