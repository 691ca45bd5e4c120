"""Queues, and the functions that read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sagewire import limits
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

if TYPE_CHECKING:
    from sagewire.validator.graph import Graph
    from sagewire.validator.graph.function import Function

QUEUE = "AWS::SQS::Queue"
MAPPING = "AWS::Lambda::EventSourceMapping"


class Queue:
    """A queue: `AWS::SQS::Queue`."""

    def __init__(self, graph: Graph, resource: Resource) -> None:
        self._graph = graph
        self.resource = resource

    @property
    def visibility(self) -> float | None:
        """Seconds for which a message that was received is hidden."""
        timeout = self.resource["VisibilityTimeout"]
        return limits.SQS_DEFAULT_VISIBILITY.value if timeout.absent else timeout.number

    @property
    def fifo(self) -> bool | None:
        """Whether it keeps the order of its messages."""
        flag = self.resource["FifoQueue"]
        return False if flag.absent else flag.flag

    @cached_property
    def mappings(self) -> Sequence[Mapping]:
        """How functions read it."""
        return [mapping for mapping in self._graph.mappings if mapping.queue is self]

    @property
    def dead_letters(self) -> Value:
        """Where its poison messages go."""
        return self.resource["RedrivePolicy"]


@dataclass(frozen=True, eq=False)
class Mapping:
    """An event source mapping: `AWS::Lambda::EventSourceMapping`."""

    graph: Graph
    resource: Resource

    def __getitem__(self, name: str) -> Value:
        """A property of the mapping."""
        return self.resource[name]

    @cached_property
    def queue(self) -> Queue | None:
        """The queue that is read, if it is one of the templates'."""
        return self.graph.queue_behind(self["EventSourceArn"])

    @cached_property
    def function(self) -> Function | None:
        """The function that reads, if it is one of the templates'."""
        functions = self.graph.functions_in(self["FunctionName"])
        return functions[0] if len(functions) == 1 else None

    @property
    def batch(self) -> float | None:
        """Messages of one invocation."""
        size = self["BatchSize"]
        return limits.SQS_BATCH_AT_ONCE.value if size.absent else size.number

    @property
    def window(self) -> float | None:
        """Seconds for which messages are gathered."""
        window = self["MaximumBatchingWindowInSeconds"]
        return 0 if window.absent else window.number
