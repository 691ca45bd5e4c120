"""A threshold that the metric cannot reach is never exceeded, and the alarm stays silent: serverless utilization goes
from 0 to 1, HasBacklogWithoutCapacity is 0 or 1, and most others in percent end at 100. Of errors there is a 1 for each
request that fails and a 0 for each other one: only their sum counts them. It is a warning, since the endpoint works
without the alarm.
"""

from collections.abc import Iterator

from sagewire.limits.sources import SAGEMAKER
from sagewire.validator.graph import Graph
from sagewire.validator.metrics.metric_scales import highest
from sagewire.validator.metrics.watched_metrics import goes_off_above, published_as, watched_metrics, watched_variant
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import alarm
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

_UTILIZATION = "ServerlessConcurrentExecutionsUtilization"
_SUM = "Sum"
_COUNTED = ", for a share of the requests, or take the Sum, which counts them"
_OR_EQUAL = "GreaterThanOrEqualToThreshold"


def _check(graph: Graph) -> Iterator[Fault]:
    for watch in graph.view(watched_metrics):
        threshold, most = goes_off_above(watch), highest(published_as(watch), watched_variant(watch))
        if threshold is None or threshold.number is None or most is None:
            continue
        reached = watch.alarm["ComparisonOperator"].text == _OR_EQUAL and threshold.number == most
        if threshold.number >= most and not reached:
            counted = published_as(watch)[0].statistic == _SUM
            yield fault(threshold, limit=most, metric=watch.metric.text, instead=_COUNTED if counted else "")


RULE = Rule(
    id="SW625",
    title="threshold that the metric cannot reach",
    severity=Severity.WARNING,
    why=__doc__,
    message="goes off above {found} of {metric}, which is {limit} at most: the alarm stays silent",
    fix="Set the threshold below {limit}{instead}.",
    source=f"{SAGEMAKER}/dg/monitoring-cloudwatch.html",
    check=_check,
    wrong=lambda: template(serverless(), alarm(_UTILIZATION, Threshold=80)),
    right=lambda: template(serverless(), alarm(_UTILIZATION, Threshold=0.8)),
)
