"""What can be scaled, by which metrics, and down to what: one row for each kind of capacity."""

from collections.abc import Mapping
from dataclasses import dataclass

from sagewire.published_metrics import ASYNCHRONOUS, COMPONENT, REAL_TIME, PublishedMetric, published_by

_SAGEMAKER = "https://docs.aws.amazon.com/sagemaker/latest/dg"

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
    """What a target of Scaling is tracked by: a metric type that AWS predefines, or else a published metric.

    summed_over: the field of Scaling that says how many units the metric adds up, each 0 to 100.
    """

    predefined: str | None = None
    published: PublishedMetric | None = None
    summed_over: str | None = None


@dataclass(frozen=True, kw_only=True)
class WakeUp:
    """The metric that says that there is work and no capacity; target tracking cannot, as its own has no data then.

    cooldown: seconds until the next step, as in AWS's own example: one more request must not start one more instance.
    """

    metric: PublishedMetric
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
    "cpu_utilization": TargetMetric(published=published_by(REAL_TIME)["CPUUtilization"], summed_over="vcpus"),
    "gpu_utilization": TargetMetric(published=published_by(REAL_TIME)["GPUUtilization"], summed_over="gpus"),
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
        "invocations_per_instance": TargetMetric(predefined="SageMakerVariantInvocationsPerInstance"),
        "concurrent_requests": TargetMetric(predefined="SageMakerVariantConcurrentRequestsPerModelHighResolution"),
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
        "backlog_per_instance": TargetMetric(published=published_by(ASYNCHRONOUS)["ApproximateBacklogSizePerInstance"]),
        **_UTILIZATION,
    },
    targets_source=f"{_SAGEMAKER}/async-inference-monitor.html",
    wake_up=WakeUp(metric=published_by(ASYNCHRONOUS)["HasBacklogWithoutCapacity"], cooldown=300),
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
        "provisioned_concurrency_utilization": TargetMetric(
            predefined="SageMakerVariantProvisionedConcurrencyUtilization"
        ),
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
    initial="copies",
    targets={
        "invocations_per_copy": TargetMetric(predefined="SageMakerInferenceComponentInvocationsPerCopy"),
        "concurrent_requests_per_copy": TargetMetric(
            predefined="SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution"
        ),
        "cpu_utilization": TargetMetric(published=published_by(COMPONENT)["CPUUtilizationNormalized"]),
        "gpu_utilization": TargetMetric(published=published_by(COMPONENT)["GPUUtilizationNormalized"]),
    },
    targets_source=f"{_SAGEMAKER}/monitoring-cloudwatch.html",
    wake_up=WakeUp(metric=published_by(COMPONENT)["NoCapacityInvocationFailures"], cooldown=60),
)
