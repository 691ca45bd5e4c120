"""SageMaker publishes the utilization of processors as a sum: up to 100 for each vCPU, or GPU, of an instance. A target
below 100 is reached while most of an instance is idle, so that the endpoint grows to its maximum, and costs it,
under a light load.
"""

from collections.abc import Iterator

from sagewire.limits.sources import SAGEMAKER
from sagewire.validator.graph import Graph
from sagewire.validator.graph.scaling import TRACKING, tracked
from sagewire.validator.metrics.metric_scales import highest
from sagewire.validator.metrics.watched_metrics import published_as
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import customized, scaled, tracking
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity

_CPU = customized("CPUUtilization", namespace="/aws/sagemaker/Endpoints")


def _check(graph: Graph) -> Iterator[Fault]:
    for target in graph.scalable_targets:
        for policy in target.policies:
            for watch in (watch for watch in tracked(graph, policy) if watch.compared):
                metrics, value = published_as(watch), policy[TRACKING]["TargetValue"]
                most = highest(metrics, target.scaled_variant) if metrics and metrics[0].summed_over else None
                one = metrics[0].highest if metrics else None
                if value.number is None or most is None or one is None or most <= one:
                    continue
                if value.number < one:
                    share = 100 * value.number / most
                    yield fault(value, limit=most, metric=watch.metric.text, share=f"{share:.3g}")


RULE = Rule(
    id="SW626",
    title="target of one processor for an instance of several",
    severity=Severity.WARNING,
    why=__doc__,
    message="keeps {metric} at {found}; it goes up to {limit} here, so that it scales out at {share} % of an instance",
    fix="Multiply the target by the number of processors of an instance: all of it together is {limit}.",
    source=f"{SAGEMAKER}/dg/monitoring-cloudwatch.html",
    check=_check,
    wrong=lambda: template(real_time(), scaled(policy=tracking(customized=_CPU, value=70))),
    right=lambda: template(real_time(), scaled(policy=tracking(customized=_CPU, value=280))),
)
