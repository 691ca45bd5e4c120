"""Way in: a queue whose messages the function takes in batches, and gives back those that it could not do."""

from collections.abc import Sequence
from dataclasses import dataclass

from aws_cdk import Annotations, Duration
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from sagewire import permissions, pseudo
from sagewire.acknowledgements import acknowledge_queue_source
from sagewire.amounts import in_seconds
from sagewire.arguments import check_duration, check_range
from sagewire.invokers.batch_time import BatchTime
from sagewire.invokers.delivery import Delivery
from sagewire.key import key_behind
from sagewire.limits import (
    SQS_BATCH,
    SQS_BATCH_AT_ONCE,
    SQS_DEFAULT_VISIBILITY,
    SQS_RECEIVES,
    SQS_VISIBILITY,
    SQS_WINDOW,
)
from sagewire.making import make, struct
from sagewire.pseudo import is_token

_CONFIGURE = "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html"
_WINDOW = "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html"
# What AWS recommends, so that a message which the function is still busy with is not sent again.
_VISIBILITY_FACTOR = 6
_RECEIVES = 5


@dataclass(frozen=True, kw_only=True)
class QueueBatches:
    """How messages come together.

    batch_size: 1 to 10 messages, up to 10,000 of a standard queue with a window; None takes as many as the function
        does at once, and has the time for.
    window: 0 to 300 s; how long Lambda waits for a batch to fill.
    max_receive_count: how often a message is tried, 1 to 1,000; 5 if not given.

    Raises ValueError for a figure outside these, or a window of a FIFO queue.
    """

    batch_size: float | None
    window: Duration | None
    max_receive_count: float | None
    fifo: bool

    def __post_init__(self) -> None:
        check_range("max_receive_count", self.max_receive_count, SQS_RECEIVES)
        check_duration("max_batching_window", self.window, SQS_WINDOW)
        if self.fifo and self.window is not None:
            raise ValueError(
                f"max_batching_window is given, and Lambda gathers no messages of a FIFO queue: leave it out"
                f" ({_WINDOW})"
            )
        check_range("batch_size", self.batch_size, SQS_BATCH)
        if self.batch_size is None or is_token(self.batch_size) or self.batch_size <= SQS_BATCH_AT_ONCE.value:
            return
        if self.fifo:
            check_range("batch_size of a FIFO queue", self.batch_size, SQS_BATCH_AT_ONCE)
        if not is_token(self.window_seconds) and self.window_seconds < 1:
            raise ValueError(
                f"batch_size is {self.batch_size:g}; allowed are {SQS_BATCH_AT_ONCE.minimum} to"
                f" {SQS_BATCH_AT_ONCE.value} without a max_batching_window of 1 s or more: give one, such as"
                f" Duration.seconds(5) ({SQS_BATCH.source})"
            )

    @property
    def window_seconds(self) -> float:
        """The window; a token counts as one that is long enough."""
        return in_seconds("max_batching_window", self.window) if self.window else 0

    def sized(self, time: BatchTime) -> float:
        """The size: what is given, or as many as are inferred at once. Raises ValueError for what has not the time."""
        if self.batch_size is not None:
            time.check(self.batch_size)
            return self.batch_size
        most = SQS_BATCH.value if self._has_window else SQS_BATCH_AT_ONCE.value
        return min(time.at_once, most, time.most)

    @property
    def _has_window(self) -> bool:
        # What is known at deployment only may turn out to be none.
        return not is_token(self.window_seconds) and self.window_seconds >= 1


def make_queue(
    scope: Construct, id: str, *, batches: QueueBatches, delivery: Delivery, function_timeout: float
) -> sqs.Queue:
    """An encrypted queue, TLS only, that hides a message for as long as AWS recommends, and gives up on it at last."""
    hidden = min(_recommended(function_timeout, batches), SQS_VISIBILITY.value)
    dead_letters = delivery.fifo_dead_letters if batches.fifo else delivery.dead_letters
    return make(
        sqs.Queue,
        scope,
        id,
        fifo=batches.fifo or None,
        encryption=sqs.QueueEncryption.SQS_MANAGED,
        enforce_ssl=True,
        visibility_timeout=pseudo.seconds(hidden),
        dead_letter_queue=struct(
            sqs.DeadLetterQueue, max_receive_count=batches.max_receive_count or _RECEIVES, queue=dead_letters
        ),
    )


def check_own(queue: sqs.IQueue, *, fifo: bool, max_receive_count: float | None) -> None:
    """Raise ValueError for what is said of a queue made here, where the app gives one of its own."""
    if fifo and queue.fifo is False:
        raise ValueError(f"fifo is True, but queue {queue.node.path} is a standard queue: leave fifo out")
    if max_receive_count is not None:
        raise ValueError(
            f"max_receive_count is given together with queue {queue.node.path}, which itself says how often its"
            " messages are tried: leave it out, and give that queue a dead_letter_queue, which has the figure"
        )


def check_new_source(path: str, queue: sqs.IQueue, *, earlier: Sequence[sqs.IQueue]) -> None:
    """Raise ValueError for a queue that the function at `path` reads already, which Lambda would refuse."""
    if earlier and any(each is queue or each.queue_arn == queue.queue_arn for each in earlier):
        raise ValueError(
            f"queue {queue.node.path} invokes {path} already, and Lambda has one event source mapping for a queue and a"
            f" function: call on_queue once for it ({_CONFIGURE})"
        )


def check_queue(scope: Construct, queue: sqs.IQueue, *, batches: QueueBatches, function_timeout: float) -> None:
    """Judge a queue of the app's own; nothing is known of one that is imported.

    Raises ValueError for a visibility timeout below the function's, which Lambda refuses. One below six times of it,
    or no dead-letter queue, is a warning.
    """
    resource = queue.node.default_child
    if not isinstance(resource, sqs.CfnQueue):
        return
    hidden = resource.visibility_timeout
    hidden = SQS_DEFAULT_VISIBILITY.value if hidden is None else hidden
    if not is_token(hidden):
        _check_visibility(scope, queue, hidden, batches=batches, function_timeout=function_timeout)
    if resource.redrive_policy is None:
        Annotations.of(scope).add_warning_v2(
            "sagewire:QueueDeadLetters",
            f"queue {queue.node.path} has no dead-letter queue: a message that always fails is tried until it expires;"
            f" give it one, with max_receive_count=5 or more ({_CONFIGURE})",
        )


def _check_visibility(
    scope: Construct, queue: sqs.IQueue, hidden: float, *, batches: QueueBatches, function_timeout: float
) -> None:
    wanted = _recommended(function_timeout, batches)
    if hidden < function_timeout:
        raise ValueError(
            f"queue {queue.node.path} has a visibility timeout of {hidden:g} s; Lambda takes at least the function's"
            f" timeout, {function_timeout:g} s, and AWS recommends six times of it: give the queue"
            f" visibility_timeout=Duration.seconds({wanted:g}) ({_CONFIGURE})"
        )
    if hidden < wanted:
        Annotations.of(scope).add_warning_v2(
            "sagewire:QueueVisibilityTimeout",
            f"queue {queue.node.path} has a visibility timeout of {hidden:g} s: a message may be inferred twice while"
            f" throttled batches are tried again; AWS recommends six times the function's timeout and the batching"
            f" window, {wanted:g} s ({_CONFIGURE})",
        )


def _recommended(function_timeout: float, batches: QueueBatches) -> float:
    window = batches.window_seconds
    return _VISIBILITY_FACTOR * function_timeout + (SQS_WINDOW.value if is_token(window) else window)


def receive(
    scope: Construct,
    id: str,
    *,
    queue: sqs.IQueue,
    function: lambda_.Function,
    batch_size: float,
    window: Duration | None,
    max_concurrency: float | None,
) -> None:
    """Have the function invoked with the queue's messages; those that it names as failed go back alone."""
    permissions.receive_messages(queue.queue_arn).grant_to(function)
    if key := key_behind(queue.encryption_master_key):
        permissions.decrypt(key.key_arn).grant_to(function)
    mapping = make(
        lambda_.EventSourceMapping,
        scope,
        id,
        target=function,
        event_source_arn=queue.queue_arn,
        batch_size=batch_size,
        max_batching_window=window,
        max_concurrency=max_concurrency,
        report_batch_item_failures=True,
    )
    acknowledge_queue_source(mapping)
