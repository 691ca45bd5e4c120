"""One set of arguments for whichever kind of endpoint: what a kind cannot keep is refused by name, with the reason."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, TypedDict, Unpack

from aws_cdk import Duration, Size
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from sagewire.arguments import check_choice
from sagewire.endpoints.asynchronous import AsyncEndpoint
from sagewire.endpoints.data_capture import DataCapture
from sagewire.endpoints.endpoint import Endpoint
from sagewire.endpoints.provisioning import Metrics
from sagewire.endpoints.real_time import RealTimeEndpoint
from sagewire.endpoints.rollout import Rollout
from sagewire.endpoints.scaling import Scaling
from sagewire.endpoints.serverless import ServerlessEndpoint
from sagewire.endpoints.variants import Hosting, InstancePool, ProductionVariant
from sagewire.model import Model

KindName = Literal["real-time", "serverless", "asynchronous"]

KINDS: Mapping[str, Callable[..., Endpoint]] = {
    "real-time": RealTimeEndpoint,
    "serverless": ServerlessEndpoint,
    "asynchronous": AsyncEndpoint,
}


class EndpointArguments(TypedDict, total=False):
    """Every argument that some kind of endpoint takes."""

    model: Model
    instance_type: str
    instance_pools: Sequence[InstancePool]
    instance_count: float
    scaling: Scaling
    hosting: Hosting
    variants: Sequence[ProductionVariant]
    shadow: ProductionVariant
    rollout: Rollout
    data_capture: DataCapture
    encryption_key: kms.IKey
    metrics: Metrics
    memory: Size
    max_concurrency: float
    provisioned_concurrency: float
    max_concurrent_invocations_per_instance: float
    input_bucket: s3.IBucket
    output_bucket: s3.IBucket
    retention: Duration
    response_in_notifications: bool
    endpoint_name: str


_NO_INSTANCES = "it has no instances: say memory and max_concurrency instead"
_ANSWERS_AT_ONCE = "it answers the caller and keeps nothing in S3"
_SERVERLESS = "https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html"
_ASYNCHRONOUS = "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference.html"
_SHADOW = "https://docs.aws.amazon.com/sagemaker/latest/dg/model-shadow-deployment.html"
_GUARDRAILS = "https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-exclusions.html"
_REAL_TIME = "https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints.html"

# Why a kind does not take an argument of another; what is not here, the kind takes.
REASONS: Mapping[str, Mapping[str, str]] = {
    "real-time": {
        "memory": f"its memory is that of its instance_type ({_REAL_TIME})",
        "max_concurrency": f"its instances decide how much it does at once: use instance_count ({_REAL_TIME})",
        "provisioned_concurrency": f"its instances are always warm: use instance_count ({_REAL_TIME})",
        "max_concurrent_invocations_per_instance": f"it queues nothing; its container decides ({_REAL_TIME})",
        "input_bucket": f"{_ANSWERS_AT_ONCE} ({_REAL_TIME})",
        "output_bucket": f"{_ANSWERS_AT_ONCE}: use data_capture ({_REAL_TIME})",
        "retention": f"{_ANSWERS_AT_ONCE} ({_REAL_TIME})",
        "response_in_notifications": f"{_ANSWERS_AT_ONCE}, and notifies nobody ({_REAL_TIME})",
    },
    "serverless": {
        "instance_type": f"{_NO_INSTANCES} ({_SERVERLESS})",
        "instance_pools": f"{_NO_INSTANCES} ({_SERVERLESS})",
        "instance_count": f"{_NO_INSTANCES} ({_SERVERLESS})",
        "hosting": f"{_NO_INSTANCES} ({_SERVERLESS})",
        "variants": f"it has one variant: give its model ({_SERVERLESS})",
        "shadow": f"it has one variant ({_SHADOW})",
        "rollout": f"SageMaker moves its traffic all at once ({_GUARDRAILS})",
        "data_capture": f"SageMaker captures nothing there ({_SERVERLESS})",
        "encryption_key": f"it has no volume of ours ({_SERVERLESS})",
        "metrics": f"it publishes each minute, and of no instance ({_SERVERLESS})",
        "max_concurrent_invocations_per_instance": f"{_NO_INSTANCES} ({_SERVERLESS})",
        "input_bucket": f"{_ANSWERS_AT_ONCE} ({_SERVERLESS})",
        "output_bucket": f"{_ANSWERS_AT_ONCE} ({_SERVERLESS})",
        "retention": f"{_ANSWERS_AT_ONCE} ({_SERVERLESS})",
        "response_in_notifications": f"{_ANSWERS_AT_ONCE}, and notifies nobody ({_SERVERLESS})",
    },
    "asynchronous": {
        "variants": f"it has one variant: give its model and instance_type ({_ASYNCHRONOUS})",
        "shadow": f"it queues its requests, and copies none ({_SHADOW})",
        "memory": f"its memory is that of its instance_type ({_ASYNCHRONOUS})",
        "max_concurrency": f"use max_concurrent_invocations_per_instance ({_ASYNCHRONOUS})",
        "provisioned_concurrency": f"its instances are warm: use instance_count ({_ASYNCHRONOUS})",
    },
}


def endpoint_of_kind(scope: Construct, id: str, kind: KindName, **arguments: Unpack[EndpointArguments]) -> Endpoint:
    """Make an endpoint of a kind that is chosen by a word, in one place for all kinds.

    An endpoint whose kind changes is a new one, under a name of its own: SageMaker does not convert.

    Raises:
        ValueError: For a kind that there is not, and for an argument that this kind cannot keep, with the reason.
    """
    check_choice("kind", kind, tuple(KINDS))
    reasons = REASONS[kind]
    refused = [f"{name}: {reasons[name]}" for name in arguments if name in reasons]
    if refused:
        raise ValueError(f"a {kind} endpoint cannot keep {'; '.join(refused)}. Leave them out, or choose another kind")
    return KINDS[kind](scope, id, **arguments)
