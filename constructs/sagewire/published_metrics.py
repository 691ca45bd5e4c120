"""Every CloudWatch metric of SageMaker inference: once, with its dimensions and who publishes it.

A metric that nobody publishes is no error to CloudWatch: an alarm on it stays silent for ever. AWS's pages for
serverless and for asynchronous endpoints call their lists exhaustive, so what they leave out is refused.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

_GUIDE = "https://docs.aws.amazon.com/sagemaker/latest/dg"
_COMMON = f"{_GUIDE}/monitoring-cloudwatch.html"
_ASYNC = f"{_GUIDE}/async-inference-monitor.html"
_SERVERLESS = f"{_GUIDE}/serverless-endpoints-monitoring.html"
_FROM_ZERO = f"{_GUIDE}/endpoint-auto-scaling-zero-instances.html"

INVOCATIONS_NAMESPACE = "AWS/SageMaker"
INSTANCES_NAMESPACE = "/aws/sagemaker/Endpoints"
COMPONENTS_NAMESPACE = "/aws/sagemaker/InferenceComponents"

ENDPOINT_NAME = "EndpointName"
VARIANT_NAME = "VariantName"
COMPONENT_NAME = "InferenceComponentName"
PER_VARIANT = (ENDPOINT_NAME, VARIANT_NAME)
PER_ENDPOINT = (ENDPOINT_NAME,)
PER_COMPONENT = (COMPONENT_NAME,)

# Who publishes metrics: the labels of the kinds of endpoint, and the inference component.
REAL_TIME = "RealTime"
SERVERLESS = "Serverless"
ASYNCHRONOUS = "Asynchronous"
COMPONENT_HOST = "Component"
COMPONENT = "InferenceComponent"

_PAGES = {
    REAL_TIME: _COMMON,
    SERVERLESS: _SERVERLESS,
    ASYNCHRONOUS: _ASYNC,
    COMPONENT_HOST: _COMMON,
    COMPONENT: _COMMON,
}

# What Application Auto Scaling tracks under a name of its own.
PREDEFINED: Mapping[str, str] = {
    "SageMakerVariantInvocationsPerInstance": "InvocationsPerInstance",
    "SageMakerVariantConcurrentRequestsPerModelHighResolution": "ConcurrentRequestsPerModel",
    "SageMakerVariantProvisionedConcurrencyUtilization": "ServerlessProvisionedConcurrencyUtilization",
    "SageMakerInferenceComponentInvocationsPerCopy": "InvocationsPerCopy",
    "SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution": "ConcurrentRequestsPerCopy",
}

# What to look at instead of a metric that is published elsewhere only.
_INSTEAD = {
    (ASYNCHRONOUS, "Invocations"): "InvocationsProcessed",
    (ASYNCHRONOUS, "InvocationsPerInstance"): "ApproximateBacklogSizePerInstance",
    (ASYNCHRONOUS, "InvocationModelErrors"): "InvocationFailures",
    (ASYNCHRONOUS, "OverheadLatency"): "TotalProcessingTime",
    (ASYNCHRONOUS, "ConcurrentRequestsPerModel"): "ApproximateBacklogSize",
    # AWS's page spells it with three s; what is published has two.
    (ASYNCHRONOUS, "InvocationsProcesssed"): "InvocationsProcessed",
    (SERVERLESS, "InvocationModelErrors"): "Invocation5XXErrors",
    (SERVERLESS, "InvocationsPerInstance"): "ServerlessConcurrentExecutionsUtilization",
    (SERVERLESS, "ConcurrentRequestsPerModel"): "ServerlessConcurrentExecutionsUtilization",
    (SERVERLESS, "CPUUtilization"): "ServerlessConcurrentExecutionsUtilization",
    (SERVERLESS, "InvocationsThrottled"): "ServerlessConcurrentExecutionsUtilization",
    (COMPONENT, "InvocationsPerInstance"): "InvocationsPerCopy",
    (COMPONENT, "ConcurrentRequestsPerModel"): "ConcurrentRequestsPerCopy",
    (COMPONENT, "CPUUtilization"): "CPUUtilizationNormalized",
    (COMPONENT, "MemoryUtilization"): "MemoryUtilizationNormalized",
    (COMPONENT, "GPUUtilization"): "GPUUtilizationNormalized",
    (COMPONENT, "GPUMemoryUtilization"): "GPUMemoryUtilizationNormalized",
}


@dataclass(frozen=True, kw_only=True)
class PublishedMetric:
    """One metric as it stands in CloudWatch.

    unit: CloudWatch's word for it; None where AWS states none.
    statistic: the one that is looked at unless another is asked for.
    publishers: labels of the kinds of endpoint that publish it, or the inference component's.
    highest: what it never exceeds, where there is such a figure; `summed_over` says of what it adds up so much each.
    """

    name: str
    namespace: str
    dimensions: tuple[str, ...]
    unit: str | None
    statistic: str
    publishers: frozenset[str]
    what: str
    source: str
    highest: int | None = None
    summed_over: Literal["vcpus", "accelerators"] | None = None


def published_by(publisher: str) -> Mapping[str, PublishedMetric]:
    """What one kind of endpoint, or an inference component, publishes, by name."""
    return _by_publisher()[publisher]


def published_metric(publisher: str, name: str, *, noun: str) -> PublishedMetric:
    """One metric of one publisher, which a message calls `noun`.

    Raises:
        ValueError: For a metric that this publisher never publishes.
    """
    metrics = published_by(publisher)
    if name in metrics:
        return metrics[name]
    raise ValueError(
        f"metric {name!r} is never published by {noun}, so that an alarm on it stays silent;"
        f" {advice(publisher, name)} ({_PAGES[publisher]})"
    )


def advice(publisher: str, name: str) -> str:
    """What to look at instead of a metric that this publisher never publishes."""
    return replacement(publisher, name) or f"published are {', '.join(sorted(published_by(publisher)))}"


def replacement(publisher: str, name: str) -> str | None:
    """What tells the same of this publisher, where there is such a metric."""
    if instead := _INSTEAD.get((publisher, name)):
        return f"take {instead}"
    if publisher == COMPONENT_HOST and name in published_by(COMPONENT):
        return f"take {name} of its inference components"
    return None


def page_of(publisher: str) -> str:
    """AWS's page that lists what this publisher publishes."""
    return _PAGES[publisher]


@cache
def _by_publisher() -> dict[str, dict[str, PublishedMetric]]:
    return {
        publisher: {metric.name: metric for metric in METRICS if publisher in metric.publishers} for publisher in _PAGES
    }


def _metric(
    name: str,
    statistic: str,
    unit: str | None,
    publishers: Iterable[str],
    what: str,
    *,
    namespace: str = INVOCATIONS_NAMESPACE,
    dimensions: tuple[str, ...] = PER_VARIANT,
    source: str = _COMMON,
    highest: int | None = None,
    summed_over: Literal["vcpus", "accelerators"] | None = None,
) -> PublishedMetric:
    return PublishedMetric(
        name=name,
        namespace=namespace,
        dimensions=dimensions,
        unit=unit,
        statistic=statistic,
        publishers=frozenset(publishers),
        what=what,
        source=source,
        highest=highest,
        summed_over=summed_over,
    )


def _of_instances(
    name: str, publishers: Iterable[str], what: str, *, summed_over: Literal["vcpus", "accelerators"] | None = None
) -> PublishedMetric:
    return _metric(
        name,
        "Average",
        "Percent",
        publishers,
        what,
        namespace=INSTANCES_NAMESPACE,
        highest=100,
        summed_over=summed_over,
    )


def _of_serverless(name: str, statistic: str, unit: str, what: str, *, highest: int | None = None) -> PublishedMetric:
    return _metric(name, statistic, unit, [SERVERLESS], what, source=_SERVERLESS, highest=highest)


def _of_queue(name: str, statistic: str, unit: str | None, what: str, *, highest: int | None = None) -> PublishedMetric:
    # The queue is the endpoint's, not a variant's.
    return _metric(name, statistic, unit, [ASYNCHRONOUS], what, dimensions=PER_ENDPOINT, source=_ASYNC, highest=highest)


def _of_async(name: str, statistic: str, unit: str, what: str) -> PublishedMetric:
    return _metric(name, statistic, unit, [ASYNCHRONOUS], what, source=_ASYNC)


def _of_component(
    name: str, statistic: str, unit: str | None, what: str, *, highest: int | None = None
) -> PublishedMetric:
    return _metric(name, statistic, unit, [COMPONENT], what, dimensions=PER_COMPONENT, highest=highest)


def _of_copies(name: str, what: str) -> PublishedMetric:
    return _metric(
        name,
        "Average",
        None,
        [COMPONENT],
        what,
        namespace=COMPONENTS_NAMESPACE,
        dimensions=PER_COMPONENT,
        highest=100,
    )


_SYNCHRONOUS = (REAL_TIME, SERVERLESS)
_EVERY_ENDPOINT = (REAL_TIME, SERVERLESS, ASYNCHRONOUS)
_ON_INSTANCES = (REAL_TIME, ASYNCHRONOUS, COMPONENT_HOST)
_ERRORS_4XX = "requests that the model answered with 4xx; 0 is sent for each other one"
_ERRORS_5XX = "requests that the model answered with 5xx; 0 is sent for each other one"
_MODEL_ERRORS = "requests without a 2xx answer: 4xx, 5xx, socket errors, malformed answers, timeouts"
_MODEL_LATENCY = "from the request to the model's container until its answer, with the way there and back"
_OVERHEAD = "what SageMaker adds to the model's latency; on a serverless endpoint also the cold start"

METRICS: tuple[PublishedMetric, ...] = (
    # Invocations, by variant.
    _metric("Invocations", "Sum", "None", _SYNCHRONOUS, "InvokeEndpoint requests sent to the endpoint"),
    _metric("Invocation4XXErrors", "Sum", "None", _EVERY_ENDPOINT, _ERRORS_4XX, highest=1),
    _metric("Invocation5XXErrors", "Sum", "None", _EVERY_ENDPOINT, _ERRORS_5XX, highest=1),
    _metric("InvocationModelErrors", "Sum", "None", [REAL_TIME], _MODEL_ERRORS),
    _metric("ModelLatency", "Average", "Microseconds", _EVERY_ENDPOINT, _MODEL_LATENCY),
    _metric("OverheadLatency", "Average", "Microseconds", _SYNCHRONOUS, _OVERHEAD),
    _metric("InvocationsPerInstance", "Sum", "None", [REAL_TIME], "invocations, divided by the running instances"),
    _metric("ConcurrentRequestsPerModel", "Maximum", None, [REAL_TIME], "requests at the model at a time, queued too"),
    # These two stand on no page of AWS's; they are reported for endpoints that stream their answers.
    _metric("FirstChunkLatency", "Average", "Microseconds", [REAL_TIME], "until a stream's first chunk is sent back"),
    _metric("MidStreamErrors", "Sum", None, [REAL_TIME], "errors after a stream has begun"),
    # Multi-model endpoints.
    _metric("ModelLoadingWaitTime", "Average", "Microseconds", [REAL_TIME], "that a request waited for its model"),
    _metric("ModelUnloadingTime", "Average", "Microseconds", [REAL_TIME], "that unloading a model took"),
    _metric("ModelDownloadingTime", "Average", "Microseconds", [REAL_TIME], "that downloading a model from S3 took"),
    _metric("ModelLoadingTime", "Average", "Microseconds", [REAL_TIME], "that loading a model took"),
    _metric("ModelCacheHit", "Average", "None", [REAL_TIME], "share of the requests whose model was loaded already"),
    _metric(
        "LoadedModelCount",
        "Average",
        "None",
        [REAL_TIME],
        "models loaded on an instance",
        namespace=INSTANCES_NAMESPACE,
    ),
    # Instances.
    _of_instances("CPUUtilization", _ON_INSTANCES, "summed over the cores: up to 100 % for each", summed_over="vcpus"),
    _of_instances("MemoryUtilization", (*_ON_INSTANCES, SERVERLESS), "of the containers on an instance, 0 to 100 %"),
    _of_instances("DiskUtilization", _ON_INSTANCES, "of the containers on an instance, 0 to 100 %"),
    _of_instances(
        "GPUUtilization", _ON_INSTANCES, "summed over the GPUs: up to 100 % for each", summed_over="accelerators"
    ),
    _of_instances(
        "GPUMemoryUtilization", _ON_INSTANCES, "summed over the GPUs: up to 100 % for each", summed_over="accelerators"
    ),
    # Instances that host inference components.
    _of_instances("CPUUtilizationNormalized", [COMPONENT_HOST], "of all cores, 0 to 100 %"),
    _of_instances("GPUUtilizationNormalized", [COMPONENT_HOST], "of all GPUs, 0 to 100 %"),
    _of_instances("GPUMemoryUtilizationNormalized", [COMPONENT_HOST], "of all GPUs, 0 to 100 %"),
    _of_instances("CPUReservation", [COMPONENT_HOST], "reserved by inference components, 0 to 100 %"),
    _of_instances("GPUReservation", [COMPONENT_HOST], "reserved by inference components, 0 to 100 %"),
    _of_instances("MemoryReservation", [COMPONENT_HOST], "reserved by inference components, 0 to 100 %"),
    # Serverless endpoints.
    _metric("ModelSetupTime", "Average", "Microseconds", [SERVERLESS], "until new compute has started: the cold start"),
    _of_serverless(
        "ServerlessConcurrentExecutionsUtilization",
        "Maximum",
        "None",
        "executions divided by the maximum concurrency",
        highest=1,
    ),
    _of_serverless(
        "ServerlessProvisionedConcurrencyUtilization",
        "Maximum",
        "None",
        "executions divided by the provisioned ones",
        highest=1,
    ),
    _of_serverless("ServerlessProvisionedConcurrencyExecutions", "Maximum", "Count", "concurrent executions"),
    _of_serverless(
        "ServerlessProvisionedConcurrencyInvocations", "Sum", "Count", "requests taken by provisioned concurrency"
    ),
    _of_serverless(
        "ServerlessProvisionedConcurrencySpilloverInvocations", "Sum", "Count", "requests that found none of it free"
    ),
    # Asynchronous endpoints.
    _of_queue("ApproximateBacklogSize", "Maximum", "Count", "requests in the queue or being processed"),
    _of_queue("ApproximateBacklogSizePerInstance", "Average", "Count", "the backlog, divided by the instances"),
    _of_queue("ApproximateAgeOfOldestRequest", "Maximum", "Seconds", "of the queue"),
    _of_queue(
        "HasBacklogWithoutCapacity", "Maximum", None, "1 while requests wait and there is no instance", highest=1
    ),
    _of_async("InvocationsProcessed", "Sum", "Count", "requests processed"),
    _of_async("InvocationFailures", "Sum", "Count", "requests that failed, for whatever reason"),
    _of_async("ExpiredRequests", "Sum", "Count", "requests that waited longer than their time to live"),
    _of_async("RequestDownloadFailures", "Sum", "Count", "requests that could not be read from S3"),
    _of_async("ResponseUploadFailures", "Sum", "Count", "results that could not be written to S3"),
    _of_async("NotificationFailures", "Sum", "Count", "notifications that could not be published"),
    _of_async("RequestDownloadLatency", "Average", "Microseconds", "that reading a request from S3 took"),
    _of_async("ResponseUploadLatency", "Average", "Microseconds", "that writing a result to S3 took"),
    _of_async("TimeInBacklog", "Average", "Microseconds", "that a request was queued, without its processing"),
    _of_async("TotalProcessingTime", "Average", "Milliseconds", "from a request's arrival to its end, queue and all"),
    # Inference components: invocations as they see them, and their copies.
    _of_component("Invocations", "Sum", "None", "InvokeEndpoint requests sent to the component"),
    _of_component("Invocation4XXErrors", "Sum", "None", _ERRORS_4XX, highest=1),
    _of_component("Invocation5XXErrors", "Sum", "None", _ERRORS_5XX, highest=1),
    _of_component("InvocationModelErrors", "Sum", "None", _MODEL_ERRORS),
    _of_component("ModelLatency", "Average", "Microseconds", _MODEL_LATENCY),
    _of_component("OverheadLatency", "Average", "Microseconds", _OVERHEAD),
    _of_component("InvocationsPerCopy", "Sum", None, "invocations, divided by the copies"),
    _of_component("ConcurrentRequestsPerCopy", "Maximum", None, "requests at one time, divided by the copies"),
    _metric(
        "NoCapacityInvocationFailures",
        "Sum",
        None,
        [COMPONENT],
        "requests that failed since there is no instance",
        dimensions=PER_COMPONENT,
        source=_FROM_ZERO,
    ),
    _of_copies("CPUUtilizationNormalized", "of what each copy reserved, 0 to 100 %"),
    _of_copies("MemoryUtilizationNormalized", "of what each copy reserved, 0 to 100 %"),
    _of_copies("GPUUtilizationNormalized", "of what each copy reserved, 0 to 100 %"),
    _of_copies("GPUMemoryUtilizationNormalized", "of each copy, 0 to 100 %"),
)
