"""Alarms, whose metric they watch, and what they call."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sagewire.published_metrics import COMPONENT, COMPONENT_NAME, ENDPOINT_NAME
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

if TYPE_CHECKING:
    from sagewire.validator.graph import Graph
    from sagewire.validator.graph.endpoint import Endpoint, InferenceComponent

ALARM = "AWS::CloudWatch::Alarm"
_ACTIONS = ("AlarmActions", "OKActions", "InsufficientDataActions")


@dataclass(frozen=True, eq=False)
class Watch:
    """One metric that an alarm, or a scaling policy, watches: its own, or one of those that it calculates with.

    alarm: the alarm, or the policy. value: where the metric stands. queried: the MetricStat around it, if there is one.
    compared: whether it certainly is this metric that the alarm, or the policy, goes by, and nothing calculated of it.
    """

    graph: Graph
    alarm: Resource
    value: Value
    queried: Value | None = None
    compared: bool = True

    @cached_property
    def namespace(self) -> str | None:
        """The metric's namespace."""
        return self.value["Namespace"].text

    @cached_property
    def metric(self) -> Value:
        """The metric's name."""
        return self.value["MetricName"]

    @property
    def unit(self) -> Value:
        """The unit in which data are looked for; all of them where it is absent."""
        return (self.queried or self.value)["Unit"]

    @cached_property
    def statistic(self) -> str | None:
        """What is made of the data of a period: "Average", "p99"; None where it is not known."""
        if self.queried is not None:
            return self.queried["Stat"].text
        return self.value["Statistic"].text or self.value["ExtendedStatistic"].text

    @cached_property
    def dimensions(self) -> Mapping[str, Value] | None:
        """The values of its dimensions, by name; None where they are not all known."""
        listed = self.value["Dimensions"]
        names = [dimension["Name"].text for dimension in listed.elements]
        if not listed.complete or None in names:
            return None
        return {name: dimension["Value"] for name, dimension in zip(names, listed.elements, strict=True) if name}

    @cached_property
    def endpoint(self) -> Endpoint | None:
        """The endpoint whose metric it is."""
        return self.graph.endpoint_behind((self.dimensions or {}).get(ENDPOINT_NAME))

    @cached_property
    def component(self) -> InferenceComponent | None:
        """The inference component whose metric it is."""
        return self.graph.component_behind((self.dimensions or {}).get(COMPONENT_NAME))

    @cached_property
    def named_endpoint(self) -> Endpoint | None:
        """The endpoint that it is meant for, whatever the dimension is called that names it."""
        values = (self.dimensions or {}).values()
        found = {endpoint for value in values for endpoint in self.graph.endpoints_in(value)}
        return found.pop() if len(found) == 1 else None

    @cached_property
    def publisher(self) -> str | None:
        """Who would publish it: the kind of its endpoint, or COMPONENT, of `published_metrics`; None if not known."""
        if COMPONENT_NAME in (self.dimensions or {}):
            return COMPONENT
        return self.named_endpoint.kind if self.named_endpoint else None


def watches_of(graph: Graph, alarm: Resource) -> list[Watch]:
    """What an alarm watches."""
    own = [Watch(graph, alarm, alarm.properties)] if alarm["MetricName"].present else []
    return own + calculated_with(graph, alarm, alarm["Metrics"])


def calculated_with(graph: Graph, owner: Resource, queries: Value) -> list[Watch]:
    """The metrics of an alarm's, or a policy's, list of metrics and calculations."""
    found = [(query["MetricStat"], _alone_is_returned(query, queries)) for query in queries.elements]
    asked = [(stat["Metric"], stat, alone) for stat, alone in found]
    return [Watch(graph, owner, metric, stat, compared) for metric, stat, compared in asked if metric.present]


def _alone_is_returned(query: Value, queries: Value) -> bool:
    """Whether it certainly is this one of a list that is compared; what says nothing of that is returned."""
    returned = query["ReturnData"].absent or query["ReturnData"].flag is True
    others = (other["ReturnData"] for other in queries.elements if other is not query)
    return returned and queries.complete and all(other.flag is False for other in others)


def watches_by_alarm(graph: Graph) -> Mapping[Resource, Sequence[Watch]]:
    """What each alarm watches."""
    found: defaultdict[Resource, list[Watch]] = defaultdict(list)
    for watch in graph.watches:
        found[watch.alarm].append(watch)
    return found


def alarms_by_action(graph: Graph) -> Mapping[Resource, Sequence[Resource]]:
    """The alarms that call a resource, such as a policy or a topic, by that resource."""
    found: defaultdict[Resource, list[Resource]] = defaultdict(list)
    for alarm in graph.of_type(ALARM):
        for called in frozenset().union(*(alarm[actions].mentions for actions in _ACTIONS)):
            found[called].append(alarm)
    return found
