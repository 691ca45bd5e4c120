"""CloudWatch has SageMaker's latencies in microseconds, and TotalProcessingTime in milliseconds. A threshold that was
meant in milliseconds, or in seconds, is a thousandth of what was meant: the alarm goes off at every request, and
soon nobody looks. Below 5 ms, or below 1 s of processing, it is taken for such a one. Below a tenth of the latency
that is stated it goes off as often, whatever it was meant in.
"""

from collections.abc import Iterator

from sagewire.limits.sources import SAGEMAKER
from sagewire.validator.graph import Graph
from sagewire.validator.metrics.time_scales import far_too_low
from sagewire.validator.metrics.watched_metrics import goes_off_above, watched_metrics
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import alarm
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity

_LATENCY = "ModelLatency"


def _check(graph: Graph) -> Iterator[Fault]:
    for watch in graph.view(watched_metrics):
        threshold = goes_off_above(watch)
        words = far_too_low(watch, threshold) if threshold is not None else None
        if threshold is not None and words is not None:
            yield fault(threshold, threshold.number, limit=words["unit"], **words)


RULE = Rule(
    id="SW609",
    title="alarm's threshold is in another unit than its metric, or far below the stated latency",
    severity=Severity.WARNING,
    why=__doc__,
    message="threshold is {found}, {reason}: the alarm goes off above {seconds} s",
    fix="Set the threshold {remedy}.",
    source=f"{SAGEMAKER}/dg/monitoring-cloudwatch.html",
    check=_check,
    wrong=lambda: template(real_time(), alarm(_LATENCY, Statistic="Average", Threshold=2000)),
    right=lambda: template(real_time(), alarm(_LATENCY, Statistic="Average", Threshold=2_000_000)),
)
