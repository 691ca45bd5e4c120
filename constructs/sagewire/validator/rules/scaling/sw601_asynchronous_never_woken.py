"""An asynchronous endpoint without an instance has no backlog for each instance, so that target tracking alone does not
see the first requests: AWS says that it scales up from zero only once more than the target wait. Those few wait,
silently, until others come or they expire.
"""

from collections.abc import Iterator

from sagewire.limits.sources import SAGEMAKER
from sagewire.published_metrics import ASYNCHRONOUS
from sagewire.validator.graph import Graph
from sagewire.validator.graph.scaling import INSTANCES
from sagewire.validator.metrics.waking import WAKING, never_woken
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import backlog, scaled, wake_up
from sagewire.validator.samples.serving import asynchronous
from sagewire.validator.severity import Severity

_WAKING, *_ = WAKING[ASYNCHRONOUS]


def _check(graph: Graph) -> Iterator[Fault]:
    for target in graph.scalable_targets:
        asynchronous = target.dimension == INSTANCES and target.publisher == ASYNCHRONOUS
        if asynchronous and never_woken(graph, target, ASYNCHRONOUS):
            yield fault(target["MinCapacity"], metric=_WAKING)


RULE = Rule(
    id="SW601",
    title="asynchronous endpoint at zero is not woken by the first request",
    severity=Severity.WARNING,
    why=__doc__,
    message="scales to {found} instances, and no alarm on {metric} calls a policy of it: the first requests wait",
    fix="Add a StepScaling policy that adds 1 instance, and an alarm on {metric} >= 1 that calls it.",
    source=f"{SAGEMAKER}/dg/async-inference-autoscale.html",
    check=_check,
    wrong=lambda: template(asynchronous(), scaled(MinCapacity=0, policy=backlog())),
    right=lambda: template(asynchronous(), scaled(MinCapacity=0, policy={**backlog(), **wake_up()})),
)
