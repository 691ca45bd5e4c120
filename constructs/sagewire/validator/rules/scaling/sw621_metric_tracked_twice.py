"""Application Auto Scaling takes one policy of target tracking for each predefined metric of a scalable target. It
refuses the second one, and the stack rolls back.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.scaling import predefined
from sagewire.validator.repeated import repeated
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import scaled, tracking
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity

_CONCURRENCY = "SageMakerVariantConcurrentRequestsPerModelHighResolution"


def _check(graph: Graph) -> Iterator[Fault]:
    for target in graph.scalable_targets:
        metrics = [predefined(policy) for policy in target.policies if policy.certain]
        for metric, first in repeated((metric.text, metric) for metric in metrics):
            yield fault(metric, other=first.owner.logical_id)


RULE = Rule(
    id="SW621",
    title="one metric is tracked by two policies",
    severity=Severity.ERROR,
    why=__doc__,
    message="tracks {found}, as {other} does; a scalable target has one such policy for each metric",
    fix="Leave out {resource} or {other}, or let one of them track another metric.",
    source="https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html",
    check=_check,
    wrong=lambda: template(real_time(), scaled(), tracking(id="Again", value=300)),
    right=lambda: template(real_time(), scaled(), tracking(_CONCURRENCY, id="Concurrency", value=5)),
)
