"""An inference component without copies fails every request, and target tracking has no data to bring one back. Without
an alarm on its failures it stays at zero until somebody looks.
"""

from collections.abc import Iterator

from sagewire.limits.sources import SAGEMAKER
from sagewire.published_metrics import COMPONENT
from sagewire.validator.graph import Graph
from sagewire.validator.graph.scaling import COPIES
from sagewire.validator.metrics.waking import WAKING, never_woken
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import COMPONENT_DIMENSIONS, COMPONENT_TARGET, target, tracking, wake_up
from sagewire.validator.samples.serving import component, component_host
from sagewire.validator.severity import Severity

_WAKING, *_ = WAKING[COMPONENT]
_ASLEEP = {
    **component_host(),
    **component(),
    **target(**{**COMPONENT_TARGET, "MinCapacity": 0, "MaxCapacity": 2}),
    **tracking("SageMakerInferenceComponentInvocationsPerCopy"),
}


def _check(graph: Graph) -> Iterator[Fault]:
    for scaled in graph.scalable_targets:
        if scaled.dimension == COPIES and never_woken(graph, scaled, COMPONENT):
            yield fault(scaled["MinCapacity"], metric=_WAKING)


RULE = Rule(
    id="SW603",
    title="inference component at zero is never woken",
    severity=Severity.WARNING,
    why=__doc__,
    message="scales to {found} copies, and no alarm on {metric} calls a policy of it: from then on all requests fail",
    fix="Add a StepScaling policy that adds 1 copy, and an alarm on {metric} >= 1 that calls it.",
    source=f"{SAGEMAKER}/dg/endpoint-auto-scaling-zero-instances.html",
    check=_check,
    wrong=lambda: template(_ASLEEP),
    right=lambda: template(_ASLEEP, wake_up(_WAKING, COMPONENT_DIMENSIONS, Statistic="Sum")),
)
