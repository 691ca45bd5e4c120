"""What an endpoint publishes to CloudWatch, one mixin for each kind, one method for each metric.

Nothing is made before it is asked for. Times are in the unit that the method names; an alarm's threshold must be in it.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Unpack, cast

from aws_cdk import Stack
from aws_cdk import aws_cloudwatch as cloudwatch

from sagewire.endpoints.metric_source import MetricOptions, MetricSource, VariantMetricOptions, where_known
from sagewire.published_metrics import COMPONENT

if TYPE_CHECKING:
    from sagewire.endpoints.endpoint import Endpoint
    from sagewire.endpoints.inference_component import InferenceComponent
    from sagewire.endpoints.real_time import RealTimeEndpoint


class EndpointMetrics:
    """What all kinds of endpoint have: any of their metrics, by name."""

    @property
    def metric_source(self) -> MetricSource:
        """Who publishes, for `metric` and for alarms."""
        endpoint = cast("Endpoint", self)
        environment = endpoint.env
        return MetricSource(
            publisher=endpoint.kind.label,
            noun=endpoint.kind.noun,
            endpoint_name=endpoint.endpoint_name,
            variant_names=endpoint.variant_names,
            account=where_known(environment.account),
            region=where_known(environment.region),
        )

    def metric(self, name: str, **options: Unpack[VariantMetricOptions]) -> cloudwatch.Metric:
        """The metric of this name, with the dimensions and the statistic that AWS gives it.

        Raises:
            ValueError: For one that this kind of endpoint never publishes, or a variant that is missing or unknown.
        """
        return self.metric_source.metric(name, **options)


class ResponseMetrics(EndpointMetrics):
    """What every model behind an endpoint has."""

    def metric_invocation_4xx_errors(self, **options: Unpack[VariantMetricOptions]) -> cloudwatch.Metric:
        """Requests that the model answered with 4xx; the sum."""
        return self.metric("Invocation4XXErrors", **options)

    def metric_invocation_5xx_errors(self, **options: Unpack[VariantMetricOptions]) -> cloudwatch.Metric:
        """Requests that the model answered with 5xx; the sum."""
        return self.metric("Invocation5XXErrors", **options)

    def metric_model_latency(self, **options: Unpack[VariantMetricOptions]) -> cloudwatch.Metric:
        """Time that the model took to answer, in microseconds; the average."""
        return self.metric("ModelLatency", **options)


class InvocationMetrics(ResponseMetrics):
    """What an endpoint has whose caller waits for the answer."""

    def metric_invocations(self, **options: Unpack[VariantMetricOptions]) -> cloudwatch.Metric:
        """InvokeEndpoint requests; the sum."""
        return self.metric("Invocations", **options)

    def metric_overhead_latency(self, **options: Unpack[VariantMetricOptions]) -> cloudwatch.Metric:
        """Time that SageMaker adds to the model's, a cold start included, in microseconds; the average."""
        return self.metric("OverheadLatency", **options)


class InstanceMetrics(EndpointMetrics):
    """What an endpoint has that runs on instances."""

    def metric_cpu_utilization(self, **options: Unpack[VariantMetricOptions]) -> cloudwatch.Metric:
        """CPU in percent, summed over the cores: 400 at most on four; the average."""
        return self.metric("CPUUtilization", **options)

    def metric_memory_utilization(self, **options: Unpack[VariantMetricOptions]) -> cloudwatch.Metric:
        """Memory in percent, 0 to 100; the average."""
        return self.metric("MemoryUtilization", **options)

    def metric_disk_utilization(self, **options: Unpack[VariantMetricOptions]) -> cloudwatch.Metric:
        """Disk in percent, 0 to 100; the average."""
        return self.metric("DiskUtilization", **options)

    def metric_gpu_utilization(self, **options: Unpack[VariantMetricOptions]) -> cloudwatch.Metric:
        """GPUs in percent, summed over them: 400 at most on four; the average."""
        return self.metric("GPUUtilization", **options)

    def metric_gpu_memory_utilization(self, **options: Unpack[VariantMetricOptions]) -> cloudwatch.Metric:
        """The GPUs' memory in percent, summed over them: 400 at most on four; the average."""
        return self.metric("GPUMemoryUtilization", **options)


class RealTimeMetrics(InvocationMetrics, InstanceMetrics):
    """What a real-time endpoint publishes.

    https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
    """

    @property
    def metric_source(self) -> MetricSource:
        """Who publishes, for `metric` and for alarms; a shadow variant can be named as well."""
        shadow = cast("RealTimeEndpoint", self).shadow
        return replace(super().metric_source, shadow_name=shadow.variant_name if shadow else None)

    def metric_model_errors(self, **options: Unpack[VariantMetricOptions]) -> cloudwatch.Metric:
        """Requests without a 2xx answer: 4xx, 5xx, socket errors, malformed answers, timeouts; the sum."""
        return self.metric("InvocationModelErrors", **options)

    def metric_invocations_per_instance(self, **options: Unpack[VariantMetricOptions]) -> cloudwatch.Metric:
        """Invocations divided by the running instances; the sum."""
        return self.metric("InvocationsPerInstance", **options)

    def metric_concurrent_requests_per_model(self, **options: Unpack[VariantMetricOptions]) -> cloudwatch.Metric:
        """Requests at the model at one time, those that wait included; the maximum."""
        return self.metric("ConcurrentRequestsPerModel", **options)


class ServerlessMetrics(InvocationMetrics):
    """What a serverless endpoint publishes; AWS calls the list exhaustive.

    https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-monitoring.html
    """

    def metric_model_setup_time(self, **options: Unpack[VariantMetricOptions]) -> cloudwatch.Metric:
        """Time that starting new compute took, in microseconds; the average. Its sample count is the cold starts'."""
        return self.metric("ModelSetupTime", **options)

    def metric_memory_utilization(self, **options: Unpack[VariantMetricOptions]) -> cloudwatch.Metric:
        """Memory in percent, 0 to 100; the average."""
        return self.metric("MemoryUtilization", **options)

    def metric_concurrent_executions_utilization(self, **options: Unpack[VariantMetricOptions]) -> cloudwatch.Metric:
        """Executions divided by the maximum concurrency, 0 to 1; the maximum. What is above 1 is throttled."""
        return self.metric("ServerlessConcurrentExecutionsUtilization", **options)

    def metric_provisioned_concurrency_utilization(self, **options: Unpack[VariantMetricOptions]) -> cloudwatch.Metric:
        """Executions divided by the provisioned concurrency; the maximum."""
        return self.metric("ServerlessProvisionedConcurrencyUtilization", **options)

    def metric_provisioned_concurrency_executions(self, **options: Unpack[VariantMetricOptions]) -> cloudwatch.Metric:
        """Concurrent executions of an endpoint with provisioned concurrency; the maximum."""
        return self.metric("ServerlessProvisionedConcurrencyExecutions", **options)

    def metric_provisioned_concurrency_invocations(self, **options: Unpack[VariantMetricOptions]) -> cloudwatch.Metric:
        """Requests that provisioned concurrency took; the sum."""
        return self.metric("ServerlessProvisionedConcurrencyInvocations", **options)

    def metric_provisioned_concurrency_spillover_invocations(
        self, **options: Unpack[VariantMetricOptions]
    ) -> cloudwatch.Metric:
        """Requests that found no provisioned concurrency free, and started cold; the sum."""
        return self.metric("ServerlessProvisionedConcurrencySpilloverInvocations", **options)


class AsyncMetrics(ResponseMetrics, InstanceMetrics):
    """What an asynchronous endpoint publishes; AWS calls the list exhaustive.

    The queue is the endpoint's, so that its metrics take no variant.
    https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-monitor.html
    """

    def metric_approximate_backlog_size(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """Requests in the queue or being processed; the maximum."""
        return self.metric("ApproximateBacklogSize", **options)

    def metric_approximate_backlog_size_per_instance(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """The backlog divided by the instances; the average. There are no data while there is no instance."""
        return self.metric("ApproximateBacklogSizePerInstance", **options)

    def metric_approximate_age_of_oldest_request(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """Age of the oldest request in the queue, in seconds; the maximum."""
        return self.metric("ApproximateAgeOfOldestRequest", **options)

    def metric_has_backlog_without_capacity(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """1 while requests wait and there is no instance; the maximum."""
        return self.metric("HasBacklogWithoutCapacity", **options)

    def metric_invocations_processed(self, **options: Unpack[VariantMetricOptions]) -> cloudwatch.Metric:
        """Requests that were processed; the sum."""
        return self.metric("InvocationsProcessed", **options)

    def metric_invocation_failures(self, **options: Unpack[VariantMetricOptions]) -> cloudwatch.Metric:
        """Requests that failed, for whatever reason; the sum."""
        return self.metric("InvocationFailures", **options)

    def metric_expired_requests(self, **options: Unpack[VariantMetricOptions]) -> cloudwatch.Metric:
        """Requests that waited longer than their time to live; the sum."""
        return self.metric("ExpiredRequests", **options)

    def metric_request_download_failures(self, **options: Unpack[VariantMetricOptions]) -> cloudwatch.Metric:
        """Requests that could not be read from S3; the sum."""
        return self.metric("RequestDownloadFailures", **options)

    def metric_response_upload_failures(self, **options: Unpack[VariantMetricOptions]) -> cloudwatch.Metric:
        """Results that could not be written to S3; the sum."""
        return self.metric("ResponseUploadFailures", **options)

    def metric_notification_failures(self, **options: Unpack[VariantMetricOptions]) -> cloudwatch.Metric:
        """Notifications that could not be published; the sum."""
        return self.metric("NotificationFailures", **options)

    def metric_request_download_latency(self, **options: Unpack[VariantMetricOptions]) -> cloudwatch.Metric:
        """Time that reading a request from S3 took, in microseconds; the average."""
        return self.metric("RequestDownloadLatency", **options)

    def metric_response_upload_latency(self, **options: Unpack[VariantMetricOptions]) -> cloudwatch.Metric:
        """Time that writing a result to S3 took, in microseconds; the average."""
        return self.metric("ResponseUploadLatency", **options)

    def metric_time_in_backlog(self, **options: Unpack[VariantMetricOptions]) -> cloudwatch.Metric:
        """Time that a request was queued, without its processing, in microseconds; the average."""
        return self.metric("TimeInBacklog", **options)

    def metric_total_processing_time(self, **options: Unpack[VariantMetricOptions]) -> cloudwatch.Metric:
        """From a request's arrival to its end, in milliseconds, unlike all other times; the average."""
        return self.metric("TotalProcessingTime", **options)


class ComponentHostMetrics(InstanceMetrics):
    """What an endpoint of inference components publishes; invocations are the components'."""

    def metric_cpu_utilization_normalized(self, **options: Unpack[VariantMetricOptions]) -> cloudwatch.Metric:
        """CPU in percent of all cores, 0 to 100; the average."""
        return self.metric("CPUUtilizationNormalized", **options)

    def metric_gpu_utilization_normalized(self, **options: Unpack[VariantMetricOptions]) -> cloudwatch.Metric:
        """GPUs in percent of all of them, 0 to 100; the average."""
        return self.metric("GPUUtilizationNormalized", **options)

    def metric_gpu_memory_utilization_normalized(self, **options: Unpack[VariantMetricOptions]) -> cloudwatch.Metric:
        """The GPUs' memory in percent of all of it, 0 to 100; the average."""
        return self.metric("GPUMemoryUtilizationNormalized", **options)

    def metric_cpu_reservation(self, **options: Unpack[VariantMetricOptions]) -> cloudwatch.Metric:
        """Cores that components reserved, in percent, 0 to 100; the average."""
        return self.metric("CPUReservation", **options)

    def metric_gpu_reservation(self, **options: Unpack[VariantMetricOptions]) -> cloudwatch.Metric:
        """GPUs that components reserved, in percent, 0 to 100; the average."""
        return self.metric("GPUReservation", **options)

    def metric_memory_reservation(self, **options: Unpack[VariantMetricOptions]) -> cloudwatch.Metric:
        """Memory that components reserved, in percent, 0 to 100; the average."""
        return self.metric("MemoryReservation", **options)


class InferenceComponentMetrics:
    """What an inference component publishes, on all its copies.

    https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
    """

    @property
    def metric_source(self) -> MetricSource:
        """Who publishes, for `metric` and for alarms."""
        component = cast("InferenceComponent", self)
        stack = Stack.of(component)
        return MetricSource(
            publisher=COMPONENT,
            noun="an inference component",
            component_name=component.inference_component_name,
            account=where_known(stack.account),
            region=where_known(stack.region),
        )

    def metric(self, name: str, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """The metric of this name, with the dimension and the statistic that AWS gives it.

        Raises ValueError for one that a component never publishes.
        """
        return self.metric_source.metric(name, **options)

    def metric_invocations(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """InvokeEndpoint requests for this component; the sum."""
        return self.metric("Invocations", **options)

    def metric_invocation_4xx_errors(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """Requests that the model answered with 4xx; the sum."""
        return self.metric("Invocation4XXErrors", **options)

    def metric_invocation_5xx_errors(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """Requests that the model answered with 5xx; the sum."""
        return self.metric("Invocation5XXErrors", **options)

    def metric_model_errors(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """Requests without a 2xx answer: 4xx, 5xx, socket errors, malformed answers, timeouts; the sum."""
        return self.metric("InvocationModelErrors", **options)

    def metric_model_latency(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """Time that the model took to answer, in microseconds; the average."""
        return self.metric("ModelLatency", **options)

    def metric_overhead_latency(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """Time that SageMaker adds to the model's, in microseconds; the average."""
        return self.metric("OverheadLatency", **options)

    def metric_invocations_per_copy(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """Invocations divided by the copies; the sum."""
        return self.metric("InvocationsPerCopy", **options)

    def metric_concurrent_requests_per_copy(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """Requests at one time, divided by the copies; the maximum."""
        return self.metric("ConcurrentRequestsPerCopy", **options)

    def metric_no_capacity_invocation_failures(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """Requests that failed since the component is scaled to zero; the sum. It is what wakes the component."""
        return self.metric("NoCapacityInvocationFailures", **options)

    def metric_cpu_utilization_normalized(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """CPU in percent of what a copy reserved, 0 to 100; the average."""
        return self.metric("CPUUtilizationNormalized", **options)

    def metric_memory_utilization_normalized(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """Memory in percent of what a copy reserved, 0 to 100; the average."""
        return self.metric("MemoryUtilizationNormalized", **options)

    def metric_gpu_utilization_normalized(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """GPUs in percent of what a copy reserved, 0 to 100; the average."""
        return self.metric("GPUUtilizationNormalized", **options)

    def metric_gpu_memory_utilization_normalized(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """The GPUs' memory in percent, 0 to 100; the average."""
        return self.metric("GPUMemoryUtilizationNormalized", **options)
