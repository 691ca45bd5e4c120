"""Alarms on what an endpoint publishes: which there are, what each looks at, and from which figure on."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict, Unpack, cast

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from sagewire.amounts import in_milliseconds
from sagewire.arguments import check_choice, check_count, check_period
from sagewire.endpoints.metric_source import MetricSource, where_known
from sagewire.limits import ALARM_SPAN, ALARM_SPAN_OF_SHORT_PERIODS, REAL_TIME_RESPONSE, SERVERLESS_RESPONSE
from sagewire.pseudo import is_token, stack_of
from sagewire.published_metrics import (
    ASYNCHRONOUS,
    COMPONENT,
    COMPONENT_HOST,
    REAL_TIME,
    SERVERLESS,
    VARIANT_NAME,
    PublishedMetric,
)

if TYPE_CHECKING:
    from sagewire.endpoints.metrics import EndpointMetrics


class AlarmThresholds(TypedDict, total=False):
    """From which figure on an alarm is raised; None makes none, and what is not given is the kind's own default.

    model_errors: requests without a 2xx answer, in one period.
    server_errors, client_errors: requests that the model answered with 5xx, or 4xx, in one period.
    p99_latency: what the model takes to answer all but one request in a hundred.
    cpu_utilization, gpu_utilization: percent, summed over cores or GPUs: 400 is all of four.
    memory_utilization, disk_utilization: percent of the fullest instance, up to 100.
    concurrency_utilization: of the maximum concurrency of a serverless endpoint, up to 1; above it, it throttles.
    invocation_failures, expired_requests: asynchronous requests that failed, or waited too long, in one period.
    backlog_age: age of the oldest asynchronous request in the queue.
    processing_time: the longest time from an asynchronous request's arrival to its end.
    """

    model_errors: float | None
    server_errors: float | None
    client_errors: float | None
    p99_latency: Duration | None
    cpu_utilization: float | None
    gpu_utilization: float | None
    memory_utilization: float | None
    disk_utilization: float | None
    concurrency_utilization: float | None
    invocation_failures: float | None
    expired_requests: float | None
    backlog_age: Duration | None
    processing_time: Duration | None


@dataclass(frozen=True, kw_only=True)
class _Watch:
    """What one alarm looks at; `most` is the highest figure that the metric can reach, where there is one."""

    id: str
    metric: str
    statistic: str
    most: float | None = None


_WATCHES: Mapping[str, _Watch] = {
    "model_errors": _Watch(id="ModelErrors", metric="InvocationModelErrors", statistic="Sum"),
    "server_errors": _Watch(id="ServerErrors", metric="Invocation5XXErrors", statistic="Sum"),
    "client_errors": _Watch(id="ClientErrors", metric="Invocation4XXErrors", statistic="Sum"),
    "p99_latency": _Watch(id="Latency", metric="ModelLatency", statistic="p99"),
    "cpu_utilization": _Watch(id="Cpu", metric="CPUUtilization", statistic="Average"),
    "gpu_utilization": _Watch(id="Gpu", metric="GPUUtilization", statistic="Average"),
    "memory_utilization": _Watch(id="Memory", metric="MemoryUtilization", statistic="Maximum", most=100),
    "disk_utilization": _Watch(id="Disk", metric="DiskUtilization", statistic="Maximum", most=100),
    "concurrency_utilization": _Watch(
        id="Concurrency", metric="ServerlessConcurrentExecutionsUtilization", statistic="Maximum", most=1
    ),
    "invocation_failures": _Watch(id="Failures", metric="InvocationFailures", statistic="Sum"),
    "expired_requests": _Watch(id="Expired", metric="ExpiredRequests", statistic="Sum"),
    "backlog_age": _Watch(id="BacklogAge", metric="ApproximateAgeOfOldestRequest", statistic="Maximum"),
    "processing_time": _Watch(id="ProcessingTime", metric="TotalProcessingTime", statistic="Maximum"),
}

# A synchronous request is cut off at its limit; the alarm comes before.
_NEAR_THE_LIMIT = 0.75
# Times are in seconds here.
_DEFAULTS: Mapping[str, Mapping[str, float]] = {
    REAL_TIME: {
        "model_errors": 5,
        "p99_latency": _NEAR_THE_LIMIT * REAL_TIME_RESPONSE.value,
        "memory_utilization": 90,
        "disk_utilization": 90,
    },
    SERVERLESS: {
        "server_errors": 5,
        "p99_latency": _NEAR_THE_LIMIT * SERVERLESS_RESPONSE.value,
        "memory_utilization": 90,
        "concurrency_utilization": 0.9,
    },
    # Nobody waits for the answer, so that a failure goes unnoticed but for its alarm.
    ASYNCHRONOUS: {
        "invocation_failures": 1,
        "expired_requests": 1,
        "backlog_age": 3600,
        "memory_utilization": 90,
        "disk_utilization": 90,
    },
    COMPONENT_HOST: {"memory_utilization": 90, "disk_utilization": 90},
    COMPONENT: {"model_errors": 5, "p99_latency": _NEAR_THE_LIMIT * REAL_TIME_RESPONSE.value},
}

# In seconds: from here on a period is a long one, and its alarm may look further back.
_LONG_PERIOD = 3600
_PER_SECOND = {"Microseconds": 1_000_000, "Milliseconds": 1_000, "Seconds": 1}


class EndpointAlarms:
    """Alarms, made when they are asked for."""

    _alarms: tuple[cloudwatch.Alarm, ...] = ()

    @property
    def alarms(self) -> tuple[cloudwatch.Alarm, ...]:
        """All alarms that `add_alarms` has made."""
        return self._alarms

    def add_alarms(
        self,
        *,
        id: str = "Alarms",
        period: Duration | None = None,
        evaluation_periods: float = 1,
        datapoints_to_alarm: float | None = None,
        actions: Sequence[cloudwatch.IAlarmAction] = (),
        **thresholds: Unpack[AlarmThresholds],
    ) -> tuple[cloudwatch.Alarm, ...]:
        """Make the alarms that fit the endpoint's kind, one for each variant, with the thresholds that are given.

        An alarm is raised at its threshold and above. No data raise none: an endpoint that is not asked has no latency.

        Args:
            id: What the alarms stand below; a second set, for another severity, needs one of its own.
            period: What one figure sums up; 5 minutes if not given.
            evaluation_periods: How many periods are looked at.
            datapoints_to_alarm: In how many of them the threshold is reached; all of them if not given.
            actions: What each alarm does when it is raised.
            thresholds: As `AlarmThresholds` has them; None makes no such alarm.

        Raises:
            ValueError: For a threshold on what this kind of endpoint never publishes, one that is always or never
                reached, a second set of the same id, periods that CloudWatch does not sum up, an endpoint of
                another region than the stack's.
        """
        source = cast("EndpointMetrics", self).metric_source
        _check_region(cast("Construct", self), source.region)
        measured = [_Measured.of(source, name, value) for name, value in _chosen(source, thresholds).items()]
        evaluated = _Evaluation(
            period=period or Duration.minutes(5), periods=evaluation_periods, datapoints=datapoints_to_alarm
        )
        scope = _scope(cast("Construct", self), id)
        alarms = [alarm for one in measured for alarm in one.alarms(scope, source, evaluated)]
        for alarm in alarms:
            alarm.add_alarm_action(*actions)
        self._keep_alarms(alarms)
        return tuple(alarms)

    def _keep_alarms(self, alarms: Sequence[cloudwatch.Alarm]) -> None:
        self._alarms = (*self._alarms, *alarms)


@dataclass(frozen=True, kw_only=True)
class _Evaluation:
    period: Duration
    periods: float
    datapoints: float | None

    def __post_init__(self) -> None:
        check_period("period", self.period)
        check_count("evaluation_periods", self.periods, 1)
        if self.datapoints is not None:
            check_count("datapoints_to_alarm", self.datapoints, 1)
        known = not is_token(self.datapoints) and not is_token(self.periods)
        if known and self.datapoints is not None and self.datapoints > self.periods:
            raise ValueError(
                f"datapoints_to_alarm is {self.datapoints:g}; allowed is at most evaluation_periods, {self.periods:g}"
            )
        self._check_span()

    def _check_span(self) -> None:
        seconds = self.period.to_seconds()
        limit = ALARM_SPAN if seconds >= _LONG_PERIOD else ALARM_SPAN_OF_SHORT_PERIODS
        span = seconds * self.periods
        if not is_token(seconds) and not is_token(self.periods) and span > limit.value:
            raise ValueError(
                f"evaluation_periods is {self.periods:g} with a period of {seconds:g} s, {span:g} s together;"
                f" allowed are {limit.value} s ({limit.source})"
            )


@dataclass(frozen=True, kw_only=True)
class _Measured:
    """A watch with the metric that it looks at here, and the threshold in that metric's own unit."""

    watch: _Watch
    published: PublishedMetric
    threshold: float

    @staticmethod
    def of(source: MetricSource, name: str, value: float | Duration) -> "_Measured":
        watch = _WATCHES[name]
        try:
            published = source.published(watch.metric)
        except ValueError as error:
            raise ValueError(f"{name} is given, but {error}") from None
        return _Measured(watch=watch, published=published, threshold=_threshold(name, value, published, watch.most))

    def alarms(self, scope: Construct, source: MetricSource, evaluation: _Evaluation) -> list[cloudwatch.Alarm]:
        each = VARIANT_NAME in self.published.dimensions
        variants = enumerate(source.variant_names) if each else [(0, None)]
        return [self._alarm(scope, position, name, source, evaluation) for position, name in variants]

    def _alarm(
        self, scope: Construct, position: int, variant: str | None, source: MetricSource, evaluation: _Evaluation
    ) -> cloudwatch.Alarm:
        watch = self.watch
        # An id may not hold a name that is known at deployment only.
        suffix = str(position) if is_token(variant) else variant or ""
        return cloudwatch.Alarm(
            scope,
            f"{watch.id}{suffix}",
            metric=source.metric(
                watch.metric, statistic=watch.statistic, period=evaluation.period, variant_name=variant
            ),
            threshold=self.threshold,
            evaluation_periods=evaluation.periods,
            datapoints_to_alarm=evaluation.datapoints,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
            alarm_description=f"{watch.statistic} of {watch.metric}: {self.published.what}",
        )


def _check_region(endpoint: Construct, region: str | None) -> None:
    """Raise ValueError where CloudWatch has the metrics in another region than the alarms."""
    here = region and where_known(stack_of(endpoint).region)
    if here and here != region:
        raise ValueError(
            f"region is {region!r} and the stack's is {here!r}; an alarm looks at metrics of its own region: make it in"
            f" a stack of {region}"
        )


def _scope(endpoint: Construct, id: str) -> Construct:
    if not id:
        raise ValueError("id is ''; give the set of alarms a name, or leave id out for 'Alarms'")
    if endpoint.node.try_find_child(id) is not None:
        raise ValueError(f"id is {id!r}, which stands below this endpoint already; give this set of alarms another")
    return Construct(endpoint, id)


def _chosen(source: MetricSource, given: AlarmThresholds) -> dict[str, float | Duration]:
    for name in given:
        check_choice("threshold", name, _WATCHES)
    defaults = {name: _in_words(source, name, value) for name, value in _DEFAULTS[source.publisher].items()}
    chosen: dict[str, float | Duration | None] = {**defaults, **cast("dict[str, float | Duration | None]", given)}
    return {name: value for name, value in chosen.items() if value is not None}


def _in_words(source: MetricSource, name: str, value: float) -> float | Duration:
    return Duration.seconds(value) if source.published(_WATCHES[name].metric).unit in _PER_SECOND else value


def _threshold(name: str, value: float | Duration, published: PublishedMetric, most: float | None) -> float:
    if published.unit in _PER_SECOND:
        if not isinstance(value, Duration):
            raise ValueError(f"{name} is {value}; give a Duration, since {published.name} is in {published.unit}")
        figure = in_milliseconds(name, value) * _PER_SECOND[published.unit] / 1000
    elif isinstance(value, Duration):
        raise ValueError(f"{name} is a Duration; give a number, since {published.name} is no time")
    else:
        figure = value
    if not is_token(figure) and not (0 < figure < math.inf and (most is None or figure <= most)):
        allowed = "figures above 0, and finite" if most is None else f"figures above 0, up to {most:g}"
        raise ValueError(f"{name} is {figure:g}; allowed are {allowed}, since the alarm is raised at it and above")
    return figure
