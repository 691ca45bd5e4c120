"""What brings back capacity that was scaled to nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sagewire.published_metrics import ASYNCHRONOUS, COMPONENT, published_by
from sagewire.validator.graph import Graph
from sagewire.validator.graph.alarm import Watch, alarms_by_action, watches_by_alarm
from sagewire.validator.graph.scaling import ScalableTarget, tracked
from sagewire.validator.permissions.elsewhere import put_out

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


def never_woken(graph: Graph, target: ScalableTarget, publisher: str) -> bool:
    """Whether it certainly scales to nothing, and nothing that it goes by has data then."""
    if target["MinCapacity"].number != 0 or not target.policies or not target.policies_known or _scheduled(target):
        return False
    if any(policy in graph.view(put_out) for policy in target.policies):
        return False
    return not any(_may_wake(watch, publisher) for watch in _gone_by(graph, target))


def _scheduled(target: ScalableTarget) -> bool:
    """Whether a schedule may bring it back."""
    least = [minimum for minimum, _ in target.bounds[1:]]
    return not target["ScheduledActions"].complete or any(not of.absent and of.number != 0 for of in least)


def _gone_by(graph: Graph, target: ScalableTarget) -> Iterator[Watch]:
    """All metrics that its policies go by: by themselves, or by the alarms that call them."""
    alarms, watches = graph.view(alarms_by_action), graph.view(watches_by_alarm)
    for policy in target.policies:
        yield from tracked(graph, policy)
        for alarm in alarms.get(policy, ()):
            yield from watches.get(alarm) or [Watch(graph, alarm, alarm.properties)]


def _may_wake(watch: Watch, publisher: str) -> bool:
    name = watch.metric.text
    return name is None or name in WAKING[publisher] or name not in published_by(publisher)
