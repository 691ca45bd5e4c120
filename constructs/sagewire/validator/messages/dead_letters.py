"""The queues of the templates that keep what inference could not be asked, or failed on."""

from __future__ import annotations

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.queue import Queue
from sagewire.validator.graph.way_in import TOPIC
from sagewire.validator.inference import Inference
from sagewire.validator.messages.failures import destinations
from sagewire.validator.value import Value


def dead_letter_queues(graph: Graph) -> Iterator[Queue]:
    """Those of queues that are read, of rules and their targets, of subscriptions, of schedules and of functions."""
    inference = graph.view(Inference)
    yield from (kept for queue in inference.queues if (kept := queue.dead_letter_queue) is not None)
    for named in _named(graph, inference):
        queue = None if named.unknown else graph.queue_behind(named)
        if queue is not None:
            yield queue


def _named(graph: Graph, inference: Inference) -> Iterator[Value]:
    called = [target for target, _ in inference.targets]
    for target in [*called, *(target for rule in inference.matching for target in rule.targets)]:
        yield target["DeadLetterConfig"]["Arn"]
    for schedule in inference.schedules:
        yield schedule.resource["Target"]["DeadLetterConfig"]["Arn"]
    for way in inference.ways:
        if way.kind == TOPIC:
            yield way.resource["RedrivePolicy"]["deadLetterTargetArn"]
    for function in inference.functions:
        yield from destinations(graph, function)
