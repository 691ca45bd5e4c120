"""Figures of metrics and alarms."""

from sagewire.limits.figure import Choice, Limit
from sagewire.limits.sources import ALARM, SAGEMAKER

ALARM_SPAN = Limit(
    value=604_800,
    unit="s",
    what="time that an alarm looks back, its period times its evaluation periods",
    source=ALARM,
)
ALARM_SPAN_OF_SHORT_PERIODS = Limit(
    value=86_400,
    unit="s",
    what="time that an alarm looks back whose period is below an hour",
    source=ALARM,
)
METRICS_FREQUENCY = Choice(
    values=(10, 30, 60, 120, 180, 240, 300),
    what="seconds between two data points of an endpoint's metrics",
    source=f"{SAGEMAKER}/APIReference/API_MetricsConfig.html",
    schema="AWS::SageMaker::EndpointConfig#/MetricsConfig/MetricPublishFrequencyInSeconds",
)
