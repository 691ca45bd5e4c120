"""CloudWatch has SageMaker's latencies in microseconds. A target that was meant in milliseconds, or in seconds, is a
thousandth of what was meant: every request exceeds it, and the endpoint grows to its maximum, and costs it, as soon as
anybody asks. Below 5 ms, or below 1 s of processing, it is taken for such a one. Below a tenth of the latency that is
stated the same comes of it, whatever it was meant in.
"""

from collections.abc import Iterator

from sagewire.limits.sources import SAGEMAKER
from sagewire.validator.graph import Graph
from sagewire.validator.graph.scaling import TRACKING
from sagewire.validator.metrics.time_scales import far_too_low
from sagewire.validator.metrics.watched_metrics import on_its_own_scale, tracked_metrics
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import customized, scaled, tracking
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity

_LATENCY = customized("ModelLatency")


def _check(graph: Graph) -> Iterator[Fault]:
    for watch in graph.view(tracked_metrics):
        target = watch.alarm[TRACKING]["TargetValue"]
        # A count of requests is no time.
        if watch.compared and on_its_own_scale(watch):
            words = far_too_low(watch, target)
            if words is not None:
                yield fault(target, target.number, limit=words["unit"], **words)


RULE = Rule(
    id="SW630",
    title="target of scaling is in another unit than its metric, or far below the stated latency",
    severity=Severity.WARNING,
    why=__doc__,
    message="keeps {metric} at {found}, {reason}: it scales out above {seconds} s, whatever the load",
    fix="Set TargetValue {remedy}.",
    source=f"{SAGEMAKER}/dg/monitoring-cloudwatch.html",
    check=_check,
    wrong=lambda: template(real_time(), scaled(policy=tracking(customized=_LATENCY, value=200))),
    right=lambda: template(real_time(), scaled(policy=tracking(customized=_LATENCY, value=200_000))),
)
