"""What scales to nothing comes back only when an alarm calls a policy that adds something. Here there is such an alarm,
and it calls nothing, at the wrong time, or a policy that adds nothing then: requests wait, or fail, until somebody
looks. A policy acts on the difference between the metric and the alarm's threshold, not on the metric.
"""

from collections.abc import Callable, Iterator, Sequence

from sagewire.limits.sources import SAGEMAKER
from sagewire.published_metrics import ASYNCHRONOUS, COMPONENT
from sagewire.validator.graph import Graph
from sagewire.validator.graph.scaling import COPIES, INSTANCES, ScalableTarget
from sagewire.validator.metrics.metric_scales import highest
from sagewire.validator.metrics.steps import ABOVE, BELOW, STEPS, adds, goes_off, steps_of, takes_away
from sagewire.validator.metrics.waking import WAKING, Call, sleeps, wakers
from sagewire.validator.metrics.watched_metrics import goes_off_above, published_as
from sagewire.validator.objection import Objection
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import backlog, scaled, wake_up
from sagewire.validator.samples.serving import asynchronous
from sagewire.validator.severity import Severity
from sagewire.validator.template import Resource

_WAKES = {(INSTANCES, ASYNCHRONOUS), (COPIES, COMPONENT)}
_OTHER_ACTIONS = ("OKActions", "InsufficientDataActions")
_PERCENT = "PercentChangeInCapacity"


def _check(graph: Graph) -> Iterator[Fault]:
    for target in graph.scalable_targets:
        publisher = target.publisher
        if publisher is not None and (target.dimension, publisher) in _WAKES:
            for at, reason, remedy in _obstacles(graph, target, publisher):
                yield fault(at, target=target.resource.logical_id, reason=reason, remedy=remedy)


def _obstacles(graph: Graph, target: ScalableTarget, publisher: str) -> Sequence[Objection]:
    """What is in the way of each alarm that is to bring it back; nothing where one of them may."""
    calls = wakers(graph, target, publisher) if sleeps(graph, target) else []
    suspended = target["SuspendedState"]["DynamicScalingOutSuspended"]
    if calls and suspended.flag:
        reason = "policies may not scale it out while DynamicScalingOutSuspended is true"
        return [Objection(suspended, reason, "Set DynamicScalingOutSuspended to false.")]
    found = [_obstacle(call, WAKING[publisher]) for call in calls]
    known = [obstacle for obstacle in found if obstacle is not None]
    return list(dict.fromkeys(known)) if len(known) == len(found) else []


def _obstacle(call: Call, waking: Sequence[str]) -> Objection | None:
    if call.alarm is None:
        return None
    looked_at: list[Callable[[Call, Resource], Objection | None]] = [_switched_off, _of_nothing]
    if call.watch.metric.text in waking:
        looked_at += [_at_the_wrong_time, _only_afterwards, _takes_away, _out_of_reach]
    return next((obstacle for look in looked_at if (obstacle := look(call, call.alarm)) is not None), None)


def _switched_off(_call: Call, alarm: Resource) -> Objection | None:
    enabled = alarm["ActionsEnabled"]
    if enabled.flag is not False:
        return None
    return Objection(enabled, f"{alarm.logical_id} has its actions switched off", "Leave out ActionsEnabled.")


def _at_the_wrong_time(call: Call, alarm: Resource) -> Objection | None:
    """Where the alarm goes off while nobody waits; it may call the policy when that is over."""
    if goes_off(call.watch) != BELOW or any(call.policy in alarm[name].mentions for name in _OTHER_ACTIONS):
        return None
    reason = f"{alarm.logical_id} goes off while {call.watch.metric.text} is low, not once it rises"
    return Objection(alarm["ComparisonOperator"], reason, "Take GreaterThanOrEqualToThreshold.")


def _only_afterwards(call: Call, alarm: Resource) -> Objection | None:
    called, others = alarm["AlarmActions"], alarm["InsufficientDataActions"]
    if goes_off(call.watch) != ABOVE or not called.complete or call.policy in called.mentions | others.mentions:
        return None
    policy = call.policy.logical_id
    reason = f"{alarm.logical_id} calls {policy} when {call.watch.metric.text} is low again"
    return Objection(alarm["OKActions"], reason, f"Call {policy} by AlarmActions.")


def _of_nothing(call: Call, _alarm: Resource) -> Objection | None:
    settings = call.policy[STEPS]
    if settings["AdjustmentType"].text != _PERCENT or not settings["MinAdjustmentMagnitude"].absent:
        return None
    reason = f"{call.policy.logical_id} adds a percentage of what is there, which is nothing"
    return Objection(settings["AdjustmentType"], reason, "Take ChangeInCapacity, or set MinAdjustmentMagnitude.")


def _takes_away(call: Call, _alarm: Resource) -> Objection | None:
    if not takes_away(call.policy):
        return None
    figure = steps_of(call.policy)[0]["ScalingAdjustment"]
    reason = f"{call.policy.logical_id} adds nothing by a ScalingAdjustment of {figure.shown}"
    return Objection(figure, reason, "Set ScalingAdjustment to 1 or more.")


def _out_of_reach(call: Call, alarm: Resource) -> Objection | None:
    """Where all steps that add begin further above the threshold than the metric ever is."""
    threshold, most = goes_off_above(call.watch), highest(published_as(call.watch), None)
    if threshold is None or threshold.number is None or most is None or threshold.number > most:
        return None
    lowest = [step["MetricIntervalLowerBound"] for step in steps_of(call.policy) if adds(step)]
    above = most - threshold.number
    if not lowest or any(bound.number is None or bound.number <= above for bound in lowest):
        return None
    reason = (
        f"{call.policy.logical_id} acts from {lowest[0].shown} above the threshold of {alarm.logical_id},"
        f" and {call.watch.metric.text} is {most:g} at most, {above:g} above it"
    )
    return Objection(lowest[0], reason, "Set MetricIntervalLowerBound to 0: it is counted from the threshold.")


_SCALED = {**asynchronous(), **scaled(MinCapacity=0, policy=backlog())}
RULE = Rule(
    id="SW634",
    title="alarm that is to bring back capacity does not",
    severity=Severity.WARNING,
    why=__doc__,
    message="no request brings back {target}, which scales to nothing: {reason}",
    fix="{remedy}",
    source=f"{SAGEMAKER}/dg/endpoint-auto-scaling-zero-instances.html",
    check=_check,
    wrong=lambda: template(_SCALED, wake_up(ActionsEnabled=False)),
    right=lambda: template(_SCALED, wake_up()),
)
