"""A target that the metric cannot reach is never exceeded, and nothing scales out. The utilization of provisioned
concurrency goes from 0 to 1, not to 100; that of processors goes up to 100 for each of them. It is an error, since
such a policy adds no capacity ever.
"""

from collections.abc import Iterator

from sagewire.limits.sources import SAGEMAKER
from sagewire.published_metrics import PREDEFINED, SERVERLESS, published_by
from sagewire.validator.graph import Graph
from sagewire.validator.graph.scaling import TRACKING, ScalableTarget, predefined, tracked
from sagewire.validator.metrics.metric_scales import highest
from sagewire.validator.metrics.watched_metrics import on_its_own_scale, published_as
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import PROVISIONED_TARGET, target, tracking
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity
from sagewire.validator.template import Resource

_UTILIZATION = "SageMakerVariantProvisionedConcurrencyUtilization"
_SCALED = {**serverless(settings={"ProvisionedConcurrency": 2}), **target(**PROVISIONED_TARGET)}


def _check(graph: Graph) -> Iterator[Fault]:
    for scaled in graph.scalable_targets:
        for policy in scaled.policies:
            value = policy[TRACKING]["TargetValue"]
            name, most = _goal(graph, scaled, policy)
            if most is not None and value.number is not None and value.number > most:
                yield fault(value, limit=most, metric=name)


def _goal(graph: Graph, scaled: ScalableTarget, policy: Resource) -> tuple[str, float | None]:
    """The metric that a policy goes by alone, and the most that it can be."""
    named = published_by(SERVERLESS).get(PREDEFINED.get(predefined(policy).text or "", ""))
    if named is not None:
        return named.name, named.highest
    watches = tracked(graph, policy)
    if len(watches) != 1 or not watches[0].compared or not on_its_own_scale(watches[0]):
        return "", None
    return watches[0].metric.text or "", highest(published_as(watches[0]), scaled.scaled_variant)


RULE = Rule(
    id="SW623",
    title="target value that the metric cannot reach",
    severity=Severity.ERROR,
    why=__doc__,
    message="keeps {metric} at {found}; it is {limit} at most, so that nothing ever scales out",
    fix="Set TargetValue to less than {limit}.",
    source=f"{SAGEMAKER}/dg/monitoring-cloudwatch.html",
    check=_check,
    wrong=lambda: template(_SCALED, tracking(_UTILIZATION, value=70)),
    right=lambda: template(_SCALED, tracking(_UTILIZATION, value=0.7)),
)
