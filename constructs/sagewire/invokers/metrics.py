"""What the function in front of an endpoint publishes to CloudWatch, by the lines of its log (EMF)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Unpack

from aws_cdk import Stack
from aws_cdk import aws_cloudwatch as cloudwatch

from sagewire.arguments import check_period
from sagewire.endpoints.metric_source import MetricOptions, where_known
from sagewire.invokers.parts import InvokerParts

NAMESPACE = "Sagewire"
ENDPOINT = "Endpoint"


@dataclass(frozen=True, kw_only=True)
class InvokerMetric:
    """One metric; `unit` is CloudWatch's word for it, `statistic` the one that is looked at unless another is asked."""

    name: str
    unit: str
    statistic: str
    what: str


# The functions write these names: lambda_src/inference/embedded_metrics.py.
METRICS: Mapping[str, InvokerMetric] = {
    metric.name: metric
    for metric in (
        InvokerMetric(name="Invocations", unit="Count", statistic="Sum", what="requests, each record of a batch one"),
        InvokerMetric(name="Failures", unit="Count", statistic="Sum", what="requests that ended in an error"),
        InvokerMetric(name="Attempts", unit="Count", statistic="Sum", what="calls of the endpoint, each retry one"),
        InvokerMetric(
            name="Latency",
            unit="Milliseconds",
            statistic="Average",
            what="from the request to its answer, retries and pauses included",
        ),
    )
}


class InvokerMetrics(InvokerParts):
    """The metrics of a function; those of several in front of one endpoint are added up, since they carry its name."""

    def metric(self, name: str, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """The metric of this name, with its dimension and its statistic.

        Raises:
            ValueError: For a name that the function never publishes, or a period that CloudWatch does not take.
        """
        if name not in METRICS:
            raise ValueError(
                f"metric {name!r} is never published by a LambdaInvoker, so that an alarm on it stays silent; published"
                f" are {', '.join(METRICS)}"
            )
        check_period("period", options.get("period"))
        stack = Stack.of(self)
        return cloudwatch.Metric(
            namespace=NAMESPACE,
            metric_name=name,
            dimensions_map={ENDPOINT: self.endpoint.endpoint_name},
            statistic=options.get("statistic", METRICS[name].statistic),
            period=options.get("period"),
            label=options.get("label"),
            color=options.get("color"),
            unit=options.get("unit"),
            account=options.get("account", where_known(stack.account)),
            region=options.get("region", where_known(stack.region)),
        )

    def metric_invocations(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """Requests, each record of a batch one; the sum."""
        return self.metric("Invocations", **options)

    def metric_failures(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """Requests that ended in an error; the sum."""
        return self.metric("Failures", **options)

    def metric_attempts(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """Calls of the endpoint, each retry one; the sum. Above the invocations, requests are being retried."""
        return self.metric("Attempts", **options)

    def metric_latency(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """From the request to its answer, retries and pauses included, in milliseconds; the average."""
        return self.metric("Latency", **options)
