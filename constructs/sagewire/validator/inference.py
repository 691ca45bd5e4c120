"""What of the templates is part of inference: a stack may hold much besides, of which the rules do not speak."""

from __future__ import annotations

from collections.abc import Iterator, KeysView, Sequence
from functools import cached_property

from sagewire.validator.graph import Graph
from sagewire.validator.graph.definition import STATE_MACHINE
from sagewire.validator.graph.event_rule import EventRule, Target, event_rules
from sagewire.validator.graph.function import Function
from sagewire.validator.graph.queue import Mapping, Queue
from sagewire.validator.graph.task import tasks_of
from sagewire.validator.graph.transform import transforms
from sagewire.validator.graph.way_in import TOPIC, WayIn
from sagewire.validator.template import Resource


class Inference:
    """The part of a graph that has to do with inference."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    @cached_property
    def functions(self) -> KeysView[Function]:
        """The functions that ask an endpoint, or hear SageMaker's events or an asynchronous endpoint's answers.

        They are in the order of the templates.
        """
        asking = {function for function in self._graph.functions if function.own or function.asks}
        hearing = {function for rule in self.rules if rule.hears_sagemaker for function in _called_by(rule)}
        answered = {way.function for way in self._graph.ways_in if way.kind == TOPIC and topic_of(way) in self.topics}
        part = asking | hearing | answered
        return dict.fromkeys(function for function in self._graph.functions if function in part).keys()

    @cached_property
    def rules(self) -> Sequence[EventRule]:
        """All rules of EventBridge that are not switched off."""
        return event_rules(self._graph)

    @property
    def matching(self) -> Sequence[EventRule]:
        """The rules that match events, and ask for SageMaker's or call such functions."""
        calling = {target.rule for target, _ in self.targets}
        return [rule for rule in self.rules if rule.pattern.present and (rule.hears_sagemaker or rule in calling)]

    @cached_property
    def targets(self) -> Sequence[tuple[Target, Function]]:
        """The rules' targets that are such functions."""
        return [
            (target, function)
            for rule in self.rules
            for target in rule.targets
            for function in target.functions
            if function in self.functions
        ]

    @cached_property
    def ways(self) -> Sequence[WayIn]:
        """The ways into such functions."""
        return [way for way in self._graph.ways_in if way.function in self.functions]

    @property
    def schedules(self) -> Sequence[WayIn]:
        """The schedules of EventBridge Scheduler that call such functions."""
        return [way for way in self.ways if way.resource.type == "AWS::Scheduler::Schedule"]

    @cached_property
    def machines(self) -> KeysView[Resource]:
        """The state machines that call such functions, or begin transform jobs."""
        graph = self._graph
        begin = {begun.definition.at.owner for begun in transforms(graph)}
        found = (machine for machine in graph.of_type(STATE_MACHINE) if machine in begin or self._calls(machine))
        return dict.fromkeys(found).keys()

    def _calls(self, machine: Resource) -> bool:
        return any(task.function in self.functions for task in tasks_of(self._graph, machine))

    @cached_property
    def mappings(self) -> Sequence[Mapping]:
        """How such functions read queues and streams."""
        return [mapping for mapping in self._graph.mappings if mapping.function in self.functions]

    @cached_property
    def queues(self) -> Sequence[Queue]:
        """The queues that such functions read."""
        return list(dict.fromkeys(mapping.queue for mapping in self.mappings if mapping.queue is not None))

    @cached_property
    def topics(self) -> frozenset[Resource]:
        """The topics that asynchronous endpoints publish to."""
        notified = [
            config.resource["AsyncInferenceConfig"]["OutputConfig"]["NotificationConfig"]
            for config in self._graph.configs
        ]
        return frozenset(topic for value in notified for topic in value.mentions)


def _called_by(rule: EventRule) -> Iterator[Function]:
    for target in rule.targets:
        yield from target.functions


def topic_of(way: WayIn) -> Resource | None:
    """The topic by which a function is called; None if it is not one of the templates'."""
    return way.resource if way.resource.type == "AWS::SNS::Topic" else way.resource["TopicArn"].reference
