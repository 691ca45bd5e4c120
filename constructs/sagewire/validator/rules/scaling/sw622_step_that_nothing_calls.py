"""A policy of step scaling has no metric of its own: it acts when an alarm calls it. Without one, nothing scales."""

from collections.abc import Iterator

from sagewire.limits.sources import SAGEMAKER
from sagewire.validator.graph import Graph
from sagewire.validator.graph.alarm import alarms_by_action
from sagewire.validator.graph.scaling import ScalableTarget
from sagewire.validator.metrics.waking import WAKING, never_woken
from sagewire.validator.permissions.elsewhere import put_out
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import alarm, scaled, step
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity
from sagewire.validator.template import Resource

_STEP = "StepScalingPolicyConfiguration"


def _check(graph: Graph) -> Iterator[Fault]:
    for target in graph.scalable_targets:
        for policy in target.policies:
            if policy[_STEP].present and _uncalled(graph, policy) and not _told_of(graph, target):
                yield fault(policy)


def _uncalled(graph: Graph, policy: Resource) -> bool:
    if not graph.complete or policy in graph.view(alarms_by_action) or policy in graph.view(put_out):
        return False
    return not any(policy in other.properties.mentions for other in policy.template.resources.values())


def _told_of(graph: Graph, target: ScalableTarget) -> bool:
    """Whether it is told of the target already that nothing wakes it."""
    publisher = target.publisher
    return publisher is not None and publisher in WAKING and never_woken(graph, target, publisher)


RULE = Rule(
    id="SW622",
    title="step scaling that no alarm calls",
    severity=Severity.WARNING,
    why=__doc__,
    message="{found} scales in steps, and no alarm calls it: it never acts",
    fix="Add an AWS::CloudWatch::Alarm with {found} among its AlarmActions, or track a target instead.",
    source=f"{SAGEMAKER}/dg/endpoint-auto-scaling-policy.html",
    check=_check,
    wrong=lambda: template(real_time(), scaled(policy=step())),
    right=lambda: template(real_time(), scaled(policy={**step(), **alarm("InvocationsPerInstance", calls="WakeUp")})),
)
