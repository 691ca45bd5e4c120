"""What brings back capacity that was scaled to nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sagewire.published_metrics import ASYNCHRONOUS, COMPONENT, published_by
from sagewire.validator.graph import Graph
from sagewire.validator.graph.alarm import Watch, alarms_by_action, watches_by_alarm
from sagewire.validator.graph.scaling import ScalableTarget, tracked
from sagewire.validator.metrics.steps import ABOVE, BELOW, goes_off, takes_away
from sagewire.validator.permissions.elsewhere import put_out
from sagewire.validator.template import Resource

# The metrics that have data although there is no capacity; the first is the one that AWS's guide takes.
WAKING: Mapping[str, tuple[str, ...]] = {
    ASYNCHRONOUS: ("HasBacklogWithoutCapacity", "ApproximateBacklogSize", "ApproximateAgeOfOldestRequest"),
    COMPONENT: (
        "NoCapacityInvocationFailures",
        "Invocations",
        "Invocation4XXErrors",
        "Invocation5XXErrors",
        "InvocationModelErrors",
    ),
}


class Call(NamedTuple):
    """What a policy goes by: a metric of its own, or an alarm's that calls it."""

    policy: Resource
    watch: Watch

    @property
    def alarm(self) -> Resource | None:
        """The alarm; None for a metric of the policy's own."""
        return None if self.watch.alarm is self.policy else self.watch.alarm


def never_woken(graph: Graph, target: ScalableTarget, publisher: str) -> bool:
    """Whether it certainly scales to nothing, and nothing that it goes by has data then."""
    return sleeps(graph, target) and not wakers(graph, target, publisher)


def never_anything(target: ScalableTarget) -> bool:
    """Whether it is scaled, by a policy or a schedule, and is certainly nothing at most, at any time."""
    least, most = target.bounds[0]
    later = [maximum for _, maximum in target.bounds[1:]]
    bound = target["ScheduledActions"].complete and all(of.absent or of.number == 0 for of in later)
    return least.number == most.number == 0 and bound and bool(target.policies or later)


def sleeps(graph: Graph, target: ScalableTarget) -> bool:
    """Whether it certainly scales to nothing, and only what the templates say may bring it back."""
    # What is nothing at most is another fault.
    to_nothing = target["MinCapacity"].number == 0 != target["MaxCapacity"].number
    if not to_nothing or not target.policies or not target.policies_known or _scheduled(target):
        return False
    return not any(policy in graph.view(put_out) for policy in target.policies)


def wakers(graph: Graph, target: ScalableTarget, publisher: str) -> list[Call]:
    """What may be meant to bring it back."""
    return [call for call in _gone_by(graph, target) if _may_wake(call, publisher)]


def _scheduled(target: ScalableTarget) -> bool:
    """Whether a schedule may bring it back."""
    least = [minimum for minimum, _ in target.bounds[1:]]
    return not target["ScheduledActions"].complete or any(not of.absent and of.number != 0 for of in least)


def _gone_by(graph: Graph, target: ScalableTarget) -> Iterator[Call]:
    """All metrics that its policies go by: by themselves, or by the alarms that call them."""
    alarms, watches = graph.view(alarms_by_action), graph.view(watches_by_alarm)
    for policy in target.policies:
        yield from (Call(policy, watch) for watch in tracked(graph, policy))
        for alarm in alarms.get(policy, ()):
            for watch in watches.get(alarm) or [Watch(graph, alarm, alarm.properties)]:
                yield Call(policy, watch)


def _may_wake(call: Call, publisher: str) -> bool:
    name = call.watch.metric.text
    if name is not None and name in WAKING[publisher]:
        return not (takes_away(call.policy) and _called_when_low(call))
    return (name is None or name not in published_by(publisher)) and not takes_away(call.policy)


def _called_when_low(call: Call) -> bool:
    """Whether an alarm certainly calls the policy where few requests wait, or none."""
    side, alarm = goes_off(call.watch), call.alarm
    only_afterwards = alarm is not None and call.policy not in alarm["AlarmActions"].mentions
    return side == BELOW or (side == ABOVE and only_afterwards)
