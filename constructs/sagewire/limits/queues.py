"""Figures of a queue, and of Lambda that reads it."""

from sagewire.limits.figure import Limit
from sagewire.limits.sources import LAMBDA, SQS

SQS_BATCH = Limit(
    value=10_000,
    minimum=1,
    unit="messages",
    what="messages of a standard queue that one invocation takes; above 10 it takes a batching window as well",
    source=f"{LAMBDA}/dg/services-sqs-parameters.html",
    shape="lambda:BatchSize",
)
SQS_BATCH_AT_ONCE = Limit(
    value=10,
    minimum=1,
    unit="messages",
    what="messages of one invocation without a batching window, and of a FIFO queue at all",
    source=f"{LAMBDA}/dg/services-sqs-parameters.html",
)
SQS_WINDOW = Limit(
    value=300,
    minimum=0,
    unit="s",
    what="time that Lambda gathers messages of a queue for",
    source=f"{LAMBDA}/api/API_CreateEventSourceMapping.html",
    shape="lambda:MaximumBatchingWindowInSeconds",
)
SQS_CONCURRENCY = Limit(
    value=1000,
    minimum=2,
    unit="invocations",
    what="concurrent invocations of a function by one queue",
    source=f"{LAMBDA}/api/API_ScalingConfig.html",
    shape="lambda:MaximumConcurrency",
)
SQS_RECEIVES = Limit(
    value=1000,
    minimum=1,
    unit="receives",
    what="receives of a message before it goes to the dead-letter queue",
    source=f"{SQS}/sqs-dead-letter-queues.html",
)
SQS_DEFAULT_VISIBILITY = Limit(
    value=30,
    minimum=0,
    unit="s",
    what="visibility timeout of a queue that states none",
    source=f"{SQS}/sqs-visibility-timeout.html",
)
SQS_VISIBILITY = Limit(
    value=43_200,
    minimum=0,
    unit="s",
    what="visibility timeout of a queue",
    source=f"{SQS}/quotas-queues.html",
)
