"""Alarms, and whose metric they watch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sagewire.validator.template import Resource
from sagewire.validator.value import Value

if TYPE_CHECKING:
    from sagewire.validator.graph import Graph
    from sagewire.validator.graph.endpoint import Endpoint, InferenceComponent

ALARM = "AWS::CloudWatch::Alarm"


@dataclass(frozen=True, eq=False)
class Watch:
    """One metric that an alarm watches: its own, or one of those that it calculates with."""

    graph: Graph
    alarm: Resource
    value: Value

    @property
    def namespace(self) -> str | None:
        """The metric's namespace."""
        return self.value["Namespace"].text

    @property
    def metric(self) -> Value:
        """The metric's name."""
        return self.value["MetricName"]

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
        found = self.graph.endpoints_in((self.dimensions or {}).get("EndpointName"))
        return found[0] if len(found) == 1 else None

    @cached_property
    def component(self) -> InferenceComponent | None:
        """The inference component whose metric it is."""
        found = self.graph.components_in((self.dimensions or {}).get("InferenceComponentName"))
        return found[0] if len(found) == 1 else None


def watches_of(graph: Graph, alarm: Resource) -> list[Watch]:
    """What an alarm watches."""
    calculated = [query["MetricStat"]["Metric"] for query in alarm["Metrics"].elements]
    own = [alarm.properties] if alarm["MetricName"].present else []
    return [Watch(graph, alarm, value) for value in (*own, *calculated) if value.present]
