"""The alarms that have to do with inference."""

from __future__ import annotations

from collections.abc import Sequence

from sagewire.validator.graph import Graph
from sagewire.validator.graph.alarm import ALARM, alarms_by_action, watches_by_alarm
from sagewire.validator.graph.queue import Queue
from sagewire.validator.graph.rollout import rollouts_of
from sagewire.validator.inference import Inference
from sagewire.validator.messages.dead_letters import dead_letter_queues
from sagewire.validator.metrics.watched_metrics import NAMESPACES
from sagewire.validator.template import Resource


def inference_alarms(graph: Graph) -> Sequence[Resource]:
    """Those that undo a rollout, call a policy, or watch an endpoint, a function of inference, or a queue of one."""
    undoing = [alarm["AlarmName"] for rollout in graph.view(rollouts_of) for alarm in rollout.alarms.elements]
    acting = {graph.resource_behind(name, ALARM) for name in undoing}
    for target in graph.scalable_targets:
        for policy in target.policies:
            acting.update(graph.view(alarms_by_action).get(policy, ()))
    return [alarm for alarm in graph.of_type(ALARM) if alarm in acting or _watches_inference(graph, alarm)]


def _watches_inference(graph: Graph, alarm: Resource) -> bool:
    watches = graph.view(watches_by_alarm).get(alarm, ())
    named = [value for watch in watches for value in (watch.dimensions or {}).values()]
    functions = {function for value in named for function in graph.functions_in(value)}
    queues = {graph.queue_behind(value) for value in named}
    return (
        any(watch.namespace in NAMESPACES for watch in watches)
        or bool(functions & graph.view(Inference).functions)
        or bool(queues & graph.view(_queues))
    )


def _queues(graph: Graph) -> frozenset[Queue | None]:
    return frozenset([*graph.view(Inference).queues, *dead_letter_queues(graph)])
