"""Rules of EventBridge, what they match, and whom they call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sagewire.event_types import SOURCE
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

if TYPE_CHECKING:
    from sagewire.validator.graph import Graph
    from sagewire.validator.graph.function import Function
    from sagewire.validator.graph.queue import Queue

RULE = "AWS::Events::Rule"


@dataclass(frozen=True, eq=False)
class EventRule:
    """A rule that is not switched off: `AWS::Events::Rule`."""

    graph: Graph
    resource: Resource

    @property
    def pattern(self) -> Value:
        """What it matches; absent if it goes by the clock."""
        return self.resource["EventPattern"]

    @property
    def sources(self) -> Sequence[str]:
        """The sources that it asks for by name."""
        return _texts(self.pattern["source"])

    @property
    def detail_types(self) -> Sequence[str]:
        """The detail-types that it asks for by name."""
        return _texts(self.pattern["detail-type"])

    @property
    def hears_sagemaker(self) -> bool:
        """Whether it asks for events of SageMaker's."""
        return SOURCE in self.sources or any(name.startswith("SageMaker ") for name in self.detail_types)

    @cached_property
    def targets(self) -> Sequence[Target]:
        """Whom it calls."""
        return [Target(self, value) for value in self.resource["Targets"].elements]


@dataclass(frozen=True, eq=False)
class Target:
    """One target of a rule."""

    rule: EventRule
    value: Value

    def __getitem__(self, name: str) -> Value:
        """A property of the target."""
        return self.value[name]

    @cached_property
    def functions(self) -> Sequence[Function]:
        """The functions of the templates that it certainly is: one, or none."""
        return self.rule.graph.functions_in(self["Arn"])

    @cached_property
    def queue(self) -> Queue | None:
        """The queue of the templates that it certainly is."""
        return None if self["Arn"].unknown else self.rule.graph.queue_behind(self["Arn"])


def event_rules(graph: Graph) -> list[EventRule]:
    """All rules that are not switched off."""
    return [EventRule(graph, resource) for resource in graph.of_type(RULE) if resource["State"].text != "DISABLED"]


def _texts(listed: Value) -> list[str]:
    return [text for element in listed.listed if (text := element.text) is not None]
