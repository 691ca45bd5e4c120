"""A scalable target only says between which bounds capacity may change. Without a policy or a schedule nothing changes
it, and the endpoint keeps its size whatever the load.
"""

from collections.abc import Iterator

from sagewire.limits.sources import SAGEMAKER
from sagewire.validator.graph import Graph
from sagewire.validator.permissions.elsewhere import put_out
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import scaled
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for target in graph.scalable_targets:
        nothing = not target.policies and target.policies_known and target["ScheduledActions"].absent
        if nothing and target.resource not in graph.view(put_out):
            yield fault(target.resource)


RULE = Rule(
    id="SW616",
    title="scalable target without a policy or a schedule",
    severity=Severity.WARNING,
    why=__doc__,
    message="{found} has neither a policy nor a schedule: nothing ever scales",
    fix="Add an AWS::ApplicationAutoScaling::ScalingPolicy with ScalingTargetId {found}, or ScheduledActions.",
    source=f"{SAGEMAKER}/dg/endpoint-auto-scaling-policy.html",
    check=_check,
    wrong=lambda: template(real_time(), scaled(policy={})),
    right=lambda: template(real_time(), scaled()),
)
