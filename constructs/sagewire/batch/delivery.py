"""How whatever calls a function asynchronously is kept when it fails: one age and one queue for all of it."""

from aws_cdk import Duration
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from sagewire.invokers.dead_letters import dead_letter_queue
from sagewire.invokers.event import DEFAULT_EVENT_AGE, keep_failed_events


class Delivery:
    """The dead-letter queue of one function, and how old its events may get; both come with the first way in."""

    def __init__(self, scope: Construct, function: lambda_.Function) -> None:
        """Remember where the queue will be, and whose it is."""
        self._scope = scope
        self._function = function
        self._queue: sqs.Queue | None = None
        self._age: Duration | None = None

    @property
    def dead_letters(self) -> sqs.Queue:
        """The queue."""
        if self._queue is None:
            self._queue = dead_letter_queue(self._scope, "DeadLetters")
        return self._queue

    def age(self, wanted: Duration | None) -> Duration:
        """The age for another way in; the first sets it.

        Raises:
            ValueError: For an age outside 60 s to 6 hours, or one that differs from an earlier one.
        """
        if self._age is None:
            self._age = wanted or Duration.seconds(DEFAULT_EVENT_AGE)
            keep_failed_events(self._function, dead_letters=self.dead_letters, max_event_age=self._age)
        elif wanted is not None and wanted.to_seconds() != self._age.to_seconds():
            raise ValueError(
                f"max_event_age is {wanted.to_seconds()} s; an earlier way into {self._scope.node.path} set"
                f" {self._age.to_seconds()} s, and a function has one: give both the same"
            )
        return self._age
