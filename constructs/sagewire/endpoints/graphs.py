"""What is drawn of each kind of endpoint, and how; loaded when a dashboard is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch

from sagewire.endpoints.metric_source import MetricSource
from sagewire.published_metrics import (
    ASYNCHRONOUS,
    COMPONENT,
    COMPONENT_HOST,
    REAL_TIME,
    SERVERLESS,
    VARIANT_NAME,
)

# Two graphs beside each other; a dashboard is 24 wide.
_WIDTH = 12


@dataclass(frozen=True, kw_only=True)
class _Line:
    """One metric in a graph; without a statistic, the one that the table of published metrics gives it."""

    metric: str
    label: str
    statistic: str | None = None


@dataclass(frozen=True, kw_only=True)
class _Graph:
    """Several metrics in one unit."""

    title: str
    unit: str
    lines: Sequence[_Line]


def _percentiles(metric: str, label: str) -> list[_Line]:
    return [_Line(metric=metric, label=f"{label} {each}", statistic=each) for each in ("p50", "p90", "p99")]


_TRAFFIC = _Graph(title="Traffic", unit="requests a minute", lines=[_Line(metric="Invocations", label="invocations")])
_ANSWERED_BADLY = (
    _Line(metric="Invocation4XXErrors", label="4xx"),
    _Line(metric="Invocation5XXErrors", label="5xx"),
)
_ERRORS = _Graph(
    title="Errors",
    unit="requests a minute",
    lines=[*_ANSWERED_BADLY, _Line(metric="InvocationModelErrors", label="model errors")],
)
# AWS lists no percentiles for the overhead.
_LATENCY = _Graph(
    title="Latency",
    unit="ms",
    lines=[
        *_percentiles("ModelLatency", "model"),
        _Line(metric="OverheadLatency", label="overhead, average"),
        _Line(metric="OverheadLatency", label="overhead, maximum", statistic="Maximum"),
    ],
)
_SHARES = (
    _Line(metric="CPUUtilization", label="CPU, 100 % a core"),
    _Line(metric="MemoryUtilization", label="memory"),
    _Line(metric="DiskUtilization", label="disk"),
    _Line(metric="GPUUtilization", label="GPU, 100 % each"),
    _Line(metric="GPUMemoryUtilization", label="GPU memory, 100 % each"),
)
_RESOURCES = _Graph(title="Resources", unit="%", lines=_SHARES)

_GRAPHS: Mapping[str, Sequence[_Graph]] = {
    REAL_TIME: (
        _TRAFFIC,
        _ERRORS,
        _LATENCY,
        _Graph(
            title="Capacity",
            unit="requests",
            lines=[
                _Line(metric="InvocationsPerInstance", label="in a minute, for each instance"),
                _Line(metric="ConcurrentRequestsPerModel", label="at a time, for each model"),
            ],
        ),
        _RESOURCES,
    ),
    SERVERLESS: (
        _TRAFFIC,
        _Graph(title="Errors", unit="requests a minute", lines=_ANSWERED_BADLY),
        _LATENCY,
        _Graph(
            title="Cold starts",
            unit="ms",
            lines=[
                _Line(metric="ModelSetupTime", label="average"),
                _Line(metric="ModelSetupTime", label="maximum", statistic="Maximum"),
            ],
        ),
        _Graph(
            title="Capacity",
            unit="share, 1 is all",
            lines=[
                _Line(metric="ServerlessConcurrentExecutionsUtilization", label="of the maximum concurrency"),
                _Line(metric="ServerlessProvisionedConcurrencyUtilization", label="of the provisioned concurrency"),
            ],
        ),
        _Graph(title="Resources", unit="%", lines=[_Line(metric="MemoryUtilization", label="memory")]),
    ),
    ASYNCHRONOUS: (
        _Graph(
            title="Traffic",
            unit="requests a minute",
            lines=[_Line(metric="InvocationsProcessed", label="processed")],
        ),
        _Graph(
            title="Errors",
            unit="requests a minute",
            lines=[
                *_ANSWERED_BADLY,
                _Line(metric="InvocationFailures", label="failed"),
                _Line(metric="ExpiredRequests", label="expired"),
                _Line(metric="RequestDownloadFailures", label="not read"),
                _Line(metric="ResponseUploadFailures", label="not written"),
                _Line(metric="NotificationFailures", label="not notified"),
            ],
        ),
        _Graph(
            title="Latency",
            unit="ms",
            lines=[
                *_percentiles("ModelLatency", "model"),
                _Line(metric="TimeInBacklog", label="queued, average"),
                _Line(metric="TotalProcessingTime", label="in all, average"),
                _Line(metric="TotalProcessingTime", label="in all, maximum", statistic="Maximum"),
            ],
        ),
        _Graph(
            title="Capacity",
            unit="requests",
            lines=[
                _Line(metric="ApproximateBacklogSize", label="backlog"),
                _Line(metric="ApproximateBacklogSizePerInstance", label="backlog for each instance"),
                _Line(metric="HasBacklogWithoutCapacity", label="1: backlog and no instance"),
            ],
        ),
        _Graph(title="Oldest request", unit="s", lines=[_Line(metric="ApproximateAgeOfOldestRequest", label="age")]),
        _RESOURCES,
    ),
    COMPONENT_HOST: (
        _RESOURCES,
        _Graph(
            title="Capacity",
            unit="% reserved",
            lines=[
                _Line(metric="CPUReservation", label="CPU"),
                _Line(metric="MemoryReservation", label="memory"),
                _Line(metric="GPUReservation", label="GPU"),
            ],
        ),
    ),
    COMPONENT: (
        _TRAFFIC,
        _ERRORS,
        _LATENCY,
        _Graph(
            title="Capacity",
            unit="requests",
            lines=[
                _Line(metric="InvocationsPerCopy", label="in a minute, for each copy"),
                _Line(metric="ConcurrentRequestsPerCopy", label="at a time, for each copy"),
                _Line(metric="NoCapacityInvocationFailures", label="failed without a copy"),
            ],
        ),
        _Graph(
            title="Resources",
            unit="%",
            lines=[
                _Line(metric="CPUUtilizationNormalized", label="CPU"),
                _Line(metric="MemoryUtilizationNormalized", label="memory"),
                _Line(metric="GPUUtilizationNormalized", label="GPU"),
                _Line(metric="GPUMemoryUtilizationNormalized", label="GPU memory"),
            ],
        ),
    ),
}

_MICROSECONDS = "Microseconds"


def graphs_of(source: MetricSource) -> list[cloudwatch.IWidget]:
    """A graph for each thing that matters for this kind: one line for each variant."""
    return [_widget(source, graph) for graph in _GRAPHS[source.publisher]]


def alarm_states(alarms: Sequence[cloudwatch.Alarm]) -> cloudwatch.AlarmStatusWidget:
    """The state of alarms, as wide as a dashboard."""
    return cloudwatch.AlarmStatusWidget(title="Alarms", alarms=list(alarms), width=2 * _WIDTH)


def _widget(source: MetricSource, graph: _Graph) -> cloudwatch.GraphWidget:
    curves = [(line, variant) for line in graph.lines for variant in _variants(source, line)]
    return cloudwatch.GraphWidget(
        title=graph.title,
        left=[_curve(source, line, variant, f"time{number}") for number, (line, variant) in enumerate(curves)],
        left_y_axis=cloudwatch.YAxisProps(label=graph.unit, min=0, show_units=False),
        width=_WIDTH,
    )


def _variants(source: MetricSource, line: _Line) -> Sequence[str | None]:
    return source.variant_names if VARIANT_NAME in source.published(line.metric).dimensions else (None,)


def _curve(source: MetricSource, line: _Line, variant: str | None, id: str) -> cloudwatch.IMetric:
    """The metric, or its thousandth; `id` differs between the curves of a graph."""
    published = source.published(line.metric)
    label = f"{variant}: {line.label}" if variant and len(source.variant_names) > 1 else line.label
    minute = Duration.minutes(1)
    metric = source.metric(
        line.metric,
        statistic=line.statistic or published.statistic,
        period=minute,
        label=label,
        variant_name=variant,
    )
    if published.unit != _MICROSECONDS:
        return metric
    return cloudwatch.MathExpression(expression=f"{id} / 1000", using_metrics={id: metric}, label=label, period=minute)
