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
_STREAMS = frozenset(
    {
        "AWS::DynamoDB::GlobalTable",
        "AWS::DynamoDB::Table",
        "AWS::Kinesis::Stream",
        "AWS::Kinesis::StreamConsumer",
    }
)


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

    @property
    def retention(self) -> float | None:
        """Seconds for which a message is kept."""
        period = self.resource["MessageRetentionPeriod"]
        return limits.SQS_RETENTION.default if period.absent else period.number

    @cached_property
    def mappings(self) -> Sequence[Mapping]:
        """How functions read it."""
        return [mapping for mapping in self._graph.mappings if mapping.queue is self]

    @property
    def dead_letters(self) -> Value:
        """Where its poison messages go."""
        return self.resource["RedrivePolicy"]

    @property
    def receives(self) -> Value:
        """How often a message is received before it goes there."""
        return self.dead_letters["maxReceiveCount"]

    @property
    def dead_letter_queue(self) -> Queue | None:
        """The queue where they go, if it is one of the templates'."""
        return self._graph.queue_behind(self.dead_letters["deadLetterTargetArn"])


@dataclass(frozen=True, eq=False)
class Mapping:
    """An event source mapping: `AWS::Lambda::EventSourceMapping`."""

    graph: Graph
    resource: Resource

    def __getitem__(self, name: str) -> Value:
        """A property of the mapping."""
        return self.resource[name]

    @property
    def certain(self) -> bool:
        """Whether it is known what reads what; false where that depends on a condition."""
        return not (self["EventSourceArn"].unknown or self["FunctionName"].unknown)

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
    def fifo(self) -> bool | None:
        """Whether it reads a queue that keeps the order of its messages; None if it may read something else."""
        if self.queue is not None:
            return self.queue.fifo
        source = self["EventSourceArn"]
        return None if source.text is None or ":sqs:" not in source.text else source.text.endswith(".fifo")

    @property
    def reads_stream(self) -> bool:
        """Whether it certainly reads a stream of Kinesis or of DynamoDB."""
        source = self["EventSourceArn"]
        named = source.reference.type if source.reference else ""
        return named in _STREAMS or any(service in (source.pattern or "") for service in (":kinesis:", ":dynamodb:"))

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
