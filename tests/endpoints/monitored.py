"""One of whatever publishes metrics, of each kind: endpoints that exist already, since of those nothing is made."""

from collections.abc import Callable, Sequence

from aws_cdk import Stack
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from constructs import Construct

from sagewire import AsyncEndpoint, InferenceComponentEndpoint, RealTimeEndpoint, ServerlessEndpoint
from sagewire.endpoints.dashboard import EndpointDashboard
from sagewire.endpoints.metrics import InferenceComponentMetrics

NAME = "ranking"
VARIANTS = ("AllTraffic",)


def real_time(
    stack: Stack, variant_names: Sequence[str] = VARIANTS, *, account: str | None = None, region: str | None = None
) -> RealTimeEndpoint:
    return RealTimeEndpoint.from_endpoint_attributes(
        stack, "E", endpoint_name=NAME, variant_names=variant_names, account=account, region=region
    )


def serverless(stack: Stack) -> ServerlessEndpoint:
    return ServerlessEndpoint.from_endpoint_name(stack, "E", NAME)


def asynchronous(stack: Stack, variant_names: Sequence[str] = VARIANTS) -> AsyncEndpoint:
    topic = sns.Topic.from_topic_arn(stack, "Topic", "arn:aws:sns:eu-west-1:123456789012:results")
    return AsyncEndpoint.from_endpoint_attributes(
        stack,
        "E",
        endpoint_name=NAME,
        variant_names=variant_names,
        input_bucket=s3.Bucket.from_bucket_name(stack, "Input", "requests"),
        success_topic=topic,
        error_topic=topic,
    )


def component_host(stack: Stack) -> InferenceComponentEndpoint:
    return InferenceComponentEndpoint.from_endpoint_name(stack, "E", NAME)


class Component(InferenceComponentMetrics, EndpointDashboard, Construct):
    """A component, without the endpoint and the model that a real one takes."""

    inference_component_name = NAME


Monitored = RealTimeEndpoint | ServerlessEndpoint | AsyncEndpoint | InferenceComponentEndpoint | Component
PUBLISHERS: dict[str, Callable[[Stack], Monitored]] = {
    "RealTime": real_time,
    "Serverless": serverless,
    "Asynchronous": asynchronous,
    "Component": component_host,
    "InferenceComponent": lambda stack: Component(stack, "E"),
}
