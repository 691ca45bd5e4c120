"""The metric that wakes an endpoint from zero has data only while requests find nobody. An alarm that takes missing
data for a breach calls its policy when there is nothing to do: capacity is added again and again, and never sleeps.
"""

from collections.abc import Iterator

from sagewire.limits.sources import SAGEMAKER
from sagewire.validator.graph import Graph
from sagewire.validator.metrics.waking import WAKING
from sagewire.validator.metrics.watched_metrics import watched_metrics
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import backlog, scaled, wake_up
from sagewire.validator.samples.serving import asynchronous
from sagewire.validator.severity import Severity

_WAKING = {metrics[0] for metrics in WAKING.values()}
_BREACHING = "breaching"


def _check(graph: Graph) -> Iterator[Fault]:
    policies = {policy for target in graph.scalable_targets for policy in target.policies}
    for watch in graph.view(watched_metrics):
        missing = watch.alarm["TreatMissingData"]
        wakes = watch.metric.text in _WAKING and watch.alarm["AlarmActions"].mentions & policies
        if wakes and watch.compared and missing.text == _BREACHING:
            yield fault(missing, metric=watch.metric.text)


_SCALED = {**asynchronous(), **scaled(MinCapacity=0, policy=backlog())}
RULE = Rule(
    id="SW624",
    title="alarm wakes an endpoint that has nothing to do",
    severity=Severity.WARNING,
    why=__doc__,
    message="{resource} takes missing data of {metric} for {found}: it adds capacity while nobody asks",
    fix="Set TreatMissingData to notBreaching.",
    source=f"{SAGEMAKER}/dg/async-inference-autoscale.html",
    check=_check,
    wrong=lambda: template(_SCALED, wake_up(TreatMissingData="breaching")),
    right=lambda: template(_SCALED, wake_up(TreatMissingData="notBreaching")),
)
