"""What can be scaled, by which metrics, and down to what: one row for each kind of capacity."""

from collections.abc import Mapping
from dataclasses import dataclass

_SAGEMAKER = "https://docs.aws.amazon.com/sagemaker/latest/dg"
_INVOCATIONS = "AWS/SageMaker"
_INSTANCES = "/aws/sagemaker/Endpoints"
_COMPONENTS = "/aws/sagemaker/InferenceComponents"
_VARIANT = ("EndpointName", "VariantName")

# The metric that each target of Scaling goes by, as CloudWatch names it.
PUBLISHED: Mapping[str, str] = {
    "invocations_per_instance": "InvocationsPerInstance",
    "concurrent_requests": "ConcurrentRequestsPerModel",
    "cpu_utilization": "CPUUtilization",
    "gpu_utilization": "GPUUtilization",
    "backlog_per_instance": "ApproximateBacklogSizePerInstance",
    "provisioned_concurrency_utilization": "ServerlessProvisionedConcurrencyUtilization",
    "invocations_per_copy": "InvocationsPerCopy",
    "concurrent_requests_per_copy": "ConcurrentRequestsPerCopy",
}


@dataclass(frozen=True, kw_only=True)
class TargetMetric:
    """What a target of Scaling is tracked by.

    name: the metric; without a namespace, the metric type that Application Auto Scaling predefines.
    dimensions: exactly those that the metric is published with; with one more, or one less, there are no data.
    summed_over: the field of Scaling that says how many units the metric adds up, each 0 to 100.
    """

    name: str
    namespace: str | None = None
    dimensions: tuple[str, ...] = ()
    summed_over: str | None = None


@dataclass(frozen=True, kw_only=True)
class WakeUp:
    """The alarm that says that there is work and no capacity; target tracking cannot, as its metric has no data then.

    cooldown: seconds until the next step, as in AWS's own example: one more request must not start one more instance.
    """

    metric: str
    dimensions: tuple[str, ...]
    statistic: str
    cooldown: int


@dataclass(frozen=True, kw_only=True)
class CapacityKind:
    """One kind of capacity.

    noun: what scales, as a message calls it.
    minimum: the least capacity that AWS allows, with its source and with what to do who wants less.
    initial: the argument that says how much there is at first.
    ceiling: the argument that no capacity may exceed.
    targets: the metrics that this kind publishes, by the fields of Scaling.
    """

    noun: str
    dimension: str
    resource_id: str
    minimum: int
    minimum_source: str
    instead: str
    initial: str
    targets: Mapping[str, TargetMetric]
    targets_source: str
    ceiling: str | None = None
    wake_up: WakeUp | None = None


# Not the *Normalized metrics: SageMaker publishes those for endpoints that host inference components only.
_UTILIZATION: Mapping[str, TargetMetric] = {
    "cpu_utilization": TargetMetric(
        name="CPUUtilization", namespace=_INSTANCES, dimensions=_VARIANT, summed_over="vcpus"
    ),
    "gpu_utilization": TargetMetric(
        name="GPUUtilization", namespace=_INSTANCES, dimensions=_VARIANT, summed_over="gpus"
    ),
}

INSTANCES = CapacityKind(
    noun="a real-time endpoint",
    dimension="sagemaker:variant:DesiredInstanceCount",
    resource_id="endpoint/{EndpointName}/variant/{VariantName}",
    minimum=1,
    minimum_source=f"{_SAGEMAKER}/endpoint-auto-scaling-zero-instances.html",
    instead="an AsyncEndpoint or an InferenceComponent scales to 0",
    initial="instance_count",
    targets={
        "invocations_per_instance": TargetMetric(name="SageMakerVariantInvocationsPerInstance"),
        "concurrent_requests": TargetMetric(name="SageMakerVariantConcurrentRequestsPerModelHighResolution"),
        **_UTILIZATION,
    },
    targets_source=f"{_SAGEMAKER}/monitoring-cloudwatch.html",
)
ASYNC_INSTANCES = CapacityKind(
    noun="an asynchronous endpoint",
    dimension=INSTANCES.dimension,
    resource_id=INSTANCES.resource_id,
    minimum=0,
    minimum_source=f"{_SAGEMAKER}/async-inference-autoscale.html",
    instead="nothing is less than none",
    initial="instance_count",
    targets={
        "backlog_per_instance": TargetMetric(
            name="ApproximateBacklogSizePerInstance", namespace=_INVOCATIONS, dimensions=("EndpointName",)
        ),
        **_UTILIZATION,
    },
    targets_source=f"{_SAGEMAKER}/async-inference-monitor.html",
    wake_up=WakeUp(metric="HasBacklogWithoutCapacity", dimensions=("EndpointName",), statistic="Average", cooldown=300),
)
# AWS's guide says that CloudFormation does not support this one; its schema, and CDK's enumeration, take it.
PROVISIONED_CONCURRENCY = CapacityKind(
    noun="a serverless endpoint",
    dimension="sagemaker:variant:DesiredProvisionedConcurrency",
    resource_id=INSTANCES.resource_id,
    minimum=1,
    minimum_source=f"{_SAGEMAKER}/serverless-endpoints-autoscale.html",
    instead="without provisioned_concurrency nothing runs between requests, and nothing has to scale",
    initial="provisioned_concurrency",
    ceiling="max_concurrency",
    targets={
        "provisioned_concurrency_utilization": TargetMetric(name="SageMakerVariantProvisionedConcurrencyUtilization"),
    },
    targets_source=f"{_SAGEMAKER}/serverless-endpoints-monitoring.html",
)
COPIES = CapacityKind(
    noun="an inference component",
    dimension="sagemaker:inference-component:DesiredCopyCount",
    resource_id="inference-component/{InferenceComponentName}",
    minimum=0,
    minimum_source=f"{_SAGEMAKER}/endpoint-auto-scaling-zero-instances.html",
    instead="nothing is less than none",
    initial="copy_count",
    targets={
        "invocations_per_copy": TargetMetric(name="SageMakerInferenceComponentInvocationsPerCopy"),
        "concurrent_requests_per_copy": TargetMetric(
            name="SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution"
        ),
        "cpu_utilization": TargetMetric(
            name="CPUUtilizationNormalized", namespace=_COMPONENTS, dimensions=("InferenceComponentName",)
        ),
        "gpu_utilization": TargetMetric(
            name="GPUUtilizationNormalized", namespace=_COMPONENTS, dimensions=("InferenceComponentName",)
        ),
    },
    targets_source=f"{_SAGEMAKER}/monitoring-cloudwatch.html",
    wake_up=WakeUp(
        metric="NoCapacityInvocationFailures", dimensions=("InferenceComponentName",), statistic="Sum", cooldown=60
    ),
)
