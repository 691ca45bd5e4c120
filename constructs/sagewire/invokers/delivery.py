"""How whatever calls a function asynchronously is kept when it fails: one age and one queue for all of it."""

from aws_cdk import Duration
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from sagewire import permissions, pseudo
from sagewire.amounts import in_seconds
from sagewire.arguments import check_range
from sagewire.invokers.dead_letters import dead_letter_queue
from sagewire.limits import LAMBDA_EVENT_AGE
from sagewire.making import make, struct
from sagewire.role import add_policy

_AGE = 3600
_RETRIES = 2
_Config = lambda_.CfnEventInvokeConfig


class Delivery:
    """The dead-letter queue of one function, and how old its events may get; both come with the first way in."""

    def __init__(
        self,
        scope: Construct,
        function: lambda_.Function,
        *,
        queue: sqs.Queue | None = None,
        retries: int = _RETRIES,
        default_age: float = _AGE,
    ) -> None:
        """Remember where the queue will be, or is, and whose; how often, and how many s, Lambda tries an event anew."""
        self._scope = scope
        self._function = function
        self._queue = queue
        self._retries = retries
        self._default_age = default_age
        self._fifo_queue: sqs.Queue | None = None
        self._seconds: float | None = None

    @property
    def dead_letters(self) -> sqs.Queue:
        """The queue."""
        if self._queue is None:
            self._queue = dead_letter_queue(self._scope, "DeadLetters")
        return self._queue

    @property
    def fifo_dead_letters(self) -> sqs.Queue:
        """The queue for what FIFO queues could not deliver, which goes to a FIFO queue only."""
        if self._fifo_queue is None:
            self._fifo_queue = dead_letter_queue(self._scope, "FifoDeadLetters", fifo=True)
        return self._fifo_queue

    def age(self, wanted: Duration | None) -> Duration:
        """The age for another way in; the first sets it, to the default if it does not say.

        Raises:
            ValueError: For an age outside 60 s to 6 hours, or one that differs from an earlier one.
        """
        seconds = None if wanted is None else in_seconds("max_event_age", wanted)
        check_range("max_event_age", seconds, LAMBDA_EVENT_AGE)
        if self._seconds is None:
            self._seconds = self._default_age if seconds is None else seconds
            self._keep_failed_events(self._seconds)
        elif seconds not in (None, self._seconds):
            raise ValueError(
                f"max_event_age is {seconds} s; an earlier way into {self._scope.node.path} set {self._seconds} s,"
                " and a function has one: give both the same"
            )
        return pseudo.seconds(self._seconds)

    def _keep_failed_events(self, seconds: float) -> None:
        """Send an event that the function failed on, as often as it was tried, to the queue, with the reason."""
        queue_arn = self.dead_letters.queue_arn
        role = self._function.role
        assert role is not None
        make(
            _Config,
            self._function,
            "EventInvokeConfig",
            function_name=self._function.function_name,
            qualifier="$LATEST",
            maximum_event_age_in_seconds=seconds,
            maximum_retry_attempts=self._retries,
            destination_config=struct(
                _Config.DestinationConfigProperty, on_failure=struct(_Config.OnFailureProperty, destination=queue_arn)
            ),
        )
        allowed = [permissions.send_messages(queue_arn)]
        self._function.node.add_dependency(add_policy(self._function, "DeadLetters", role=role, permissions=allowed))
