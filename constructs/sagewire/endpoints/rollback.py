"""What undoes a rollout: the alarms that SageMaker watches while a new fleet takes over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from sagewire.amounts import in_milliseconds
from sagewire.arguments import check_at_least, check_count
from sagewire.limits import ROLLBACK_ALARMS
from sagewire.pseudo import is_token
from sagewire.published_metrics import ASYNCHRONOUS, COMPONENT, REAL_TIME, PublishedMetric, published_by

# Seconds between two looks of an alarm: the metrics come once a minute.
PERIOD = 60
_MICROSECONDS_PER_MILLISECOND = 1000
# Who has rollouts, and the metric that counts there what a model fails at.
MODEL_ERRORS = {
    REAL_TIME: "InvocationModelErrors",
    ASYNCHRONOUS: "InvocationFailures",
    COMPONENT: "InvocationModelErrors",
}


@dataclass(frozen=True, kw_only=True)
class _Symptom:
    label: str
    metric: PublishedMetric
    threshold: float
    percentile: str | None = None


@dataclass(frozen=True, kw_only=True)
class RollbackAlarms:
    """What counts as a failed rollout; each that is given is an alarm of its own, for every variant.

    model_errors: invocations in a minute that the model did not answer well; a caller's bad request is one of them.
    server_errors: answers in a minute with a status of 500 and above.
    p99_latency: time within which the model answers 99 of 100 invocations.
    evaluation_periods: for how many minutes on end.
    alarms: your own beside these, 10 together at most. They may use the endpoint's name if you gave it one, but not
        refer to the endpoint, which refers to them.

    By default it is five errors in one minute: a single bad request, or a connection that broke, undoes nothing. Where
    fewer requests than that come in a minute, ask for less.

    https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html
    """

    model_errors: float | None = 5
    server_errors: float | None = 5
    p99_latency: Duration | None = None
    evaluation_periods: int = 1
    alarms: Sequence[cloudwatch.IAlarm] = ()

    def __post_init__(self) -> None:
        for name, threshold in (("model_errors", self.model_errors), ("server_errors", self.server_errors)):
            if threshold is not None:
                check_at_least(name, threshold, 1)
        check_count("evaluation_periods", self.evaluation_periods, 1)
        if self.p99_latency is not None:
            check_at_least("p99_latency in milliseconds", _milliseconds(self.p99_latency), 1)
        if not self.own and not self.alarms:
            raise ValueError(
                "RollbackAlarms watches nothing: give it a threshold or alarms, or the rollout rollback=None"
            )

    @property
    def own(self) -> int:
        """How many alarms are made for one variant."""
        return sum(each is not None for each in (self.model_errors, self.server_errors, self.p99_latency))

    def provision(self, scope: Construct, *, publisher: str, dimensions: Mapping[str, Mapping[str, str]]) -> list[str]:
        """Make the alarms and name them all, those of the user last.

        Args:
            scope: The construct that they belong to.
            publisher: Who publishes the metrics: a kind of endpoint, or an inference component.
            dimensions: Whose metrics they watch: the dimensions of each, by its part of the logical ids.
        """
        count = self.own * len(dimensions) + len(self.alarms)
        if count > ROLLBACK_ALARMS.value:
            raise ValueError(
                f"rollback has {count} alarms: {self.own} for each of {len(dimensions)} variants and {len(self.alarms)}"
                f" in alarms; allowed are {ROLLBACK_ALARMS.value}: set model_errors, server_errors or p99_latency to"
                f" None, or give fewer alarms ({ROLLBACK_ALARMS.source})"
            )
        names = [
            self._alarm(scope, f"{label}{symptom.label}Rollback", symptom, of).ref
            for label, of in dimensions.items()
            for symptom in self._symptoms(publisher)
        ]
        return names + [alarm.alarm_name for alarm in self.alarms]

    def _symptoms(self, publisher: str) -> list[_Symptom]:
        metrics, symptoms = published_by(publisher), []
        if self.model_errors is not None:
            symptoms.append(
                _Symptom(label="ModelErrors", metric=metrics[MODEL_ERRORS[publisher]], threshold=self.model_errors)
            )
        if self.server_errors is not None:
            symptoms.append(
                _Symptom(label="ServerErrors", metric=metrics["Invocation5XXErrors"], threshold=self.server_errors)
            )
        if self.p99_latency is not None:
            # CloudWatch has latency in microseconds.
            threshold = _milliseconds(self.p99_latency) * _MICROSECONDS_PER_MILLISECOND
            symptoms.append(
                _Symptom(label="Latency", metric=metrics["ModelLatency"], threshold=threshold, percentile="p99")
            )
        return symptoms

    def _alarm(
        self, scope: Construct, id: str, symptom: _Symptom, dimensions: Mapping[str, str]
    ) -> cloudwatch.CfnAlarm:
        timed = symptom.percentile is not None
        return cloudwatch.CfnAlarm(
            scope,
            id,
            alarm_description=f"{symptom.metric.name}: rolls an update back while it is under way",
            namespace=symptom.metric.namespace,
            metric_name=symptom.metric.name,
            dimensions=[
                cloudwatch.CfnAlarm.DimensionProperty(name=name, value=value) for name, value in dimensions.items()
            ],
            statistic=None if timed else "Sum",
            extended_statistic=symptom.percentile,
            period=PERIOD,
            evaluation_periods=self.evaluation_periods,
            threshold=symptom.threshold,
            comparison_operator="GreaterThanThreshold" if timed else "GreaterThanOrEqualToThreshold",
            # No request is no failure.
            treat_missing_data="notBreaching",
        )


def _milliseconds(duration: Duration) -> float:
    milliseconds = in_milliseconds("p99_latency", duration)
    if is_token(milliseconds):
        raise ValueError(
            "p99_latency is known at deployment only; give a time, since CloudWatch has it in microseconds"
        )
    return milliseconds
