"""CloudWatch has SageMaker's latencies in microseconds, and TotalProcessingTime in milliseconds. A threshold that was
meant in milliseconds, or in seconds, is a thousandth of what was meant: the alarm goes off at every request, and
soon nobody looks. Below 5 ms, below 1 s of processing, or below a tenth of the latency that is stated, it is taken
for such a one.
"""

from collections.abc import Iterator

from sagewire.limits.sources import SAGEMAKER
from sagewire.validator.graph import Graph
from sagewire.validator.graph.alarm import Watch
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import alarm
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity
from sagewire.validator.watched_metrics import goes_off_above, published_as, watched_metrics

_IN_A_SECOND = {"Microseconds": 1_000_000, "Milliseconds": 1000}
# Seconds below which nobody means a threshold.
_LEAST = {"Microseconds": 0.005, "Milliseconds": 1.0}
_LATENCY, _PART = "ModelLatency", 10


def _check(graph: Graph) -> Iterator[Fault]:
    for watch in graph.view(watched_metrics):
        threshold, unit = goes_off_above(watch), next((metric.unit for metric in published_as(watch)), None)
        if threshold is not None and threshold.number and unit in _IN_A_SECOND:
            seconds = threshold.number / _IN_A_SECOND[unit]
            if seconds < max(_LEAST[unit], _stated(watch) / _PART):
                second = f"{_IN_A_SECOND[unit]:,}"
                name = watch.metric.text
                yield fault(
                    threshold, limit=unit.lower(), metric=name, seconds=f"{seconds:.6f}".rstrip("0"), second=second
                )


def _stated(watch: Watch) -> float:
    """Seconds that the slowest of the models takes whose latency it is, as stated; 0 if nothing is."""
    if watch.metric.text != _LATENCY:
        return 0
    models = watch.endpoint.models if watch.endpoint else [watch.component.model] if watch.component else ()
    return max((model.latency.number or 0 for model in models if model), default=0) / 1000


RULE = Rule(
    id="SW609",
    title="alarm's threshold is in another unit than its metric",
    severity=Severity.WARNING,
    why=__doc__,
    message="threshold is {found}, and {metric} is in {limit}: the alarm goes off above {seconds} s",
    fix="Give the threshold in {limit}: 1 s is {second}.",
    source=f"{SAGEMAKER}/dg/monitoring-cloudwatch.html",
    check=_check,
    wrong=lambda: template(real_time(), alarm(_LATENCY, Statistic="Average", Threshold=2000)),
    right=lambda: template(real_time(), alarm(_LATENCY, Statistic="Average", Threshold=2_000_000)),
)
