"""Figures of a queue, and of Lambda that reads it."""

from sagewire.limits.figure import Limit
from sagewire.limits.sources import LAMBDA, SQS, SQS_ATTRIBUTES

SQS_BATCH = Limit(
    value=10_000,
    minimum=1,
    unit="messages",
    what="messages of a standard queue that one invocation takes; above 10 it takes a batching window as well",
    source=f"{LAMBDA}/dg/services-sqs-parameters.html",
    shape="lambda:BatchSize",
    schema="AWS::Lambda::EventSourceMapping#/BatchSize",
    default=10,
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
    default=0,
    schema="AWS::Lambda::EventSourceMapping#/MaximumBatchingWindowInSeconds",
)
SQS_CONCURRENCY = Limit(
    value=1000,
    minimum=2,
    unit="invocations",
    what="concurrent invocations of a function by one queue",
    source=f"{LAMBDA}/api/API_ScalingConfig.html",
    shape="lambda:MaximumConcurrency",
    schema="AWS::Lambda::EventSourceMapping#/ScalingConfig/MaximumConcurrency",
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
    default=SQS_DEFAULT_VISIBILITY.value,
    schema="AWS::SQS::Queue#/VisibilityTimeout",
)
QUEUE_VISIBILITY_FACTOR = Limit(
    value=6,
    minimum=6,
    unit="times the function's timeout",
    what="visibility timeout that AWS recommends for a queue that Lambda reads; it refuses only what is below 1 time",
    source=f"{LAMBDA}/dg/services-sqs-configure.html",
)
QUEUE_RECEIVES = Limit(
    value=SQS_RECEIVES.value,
    minimum=5,
    unit="receives",
    what="receives that AWS recommends before a message of a queue that Lambda reads goes to the dead-letter queue",
    source=f"{LAMBDA}/dg/services-sqs-configure.html",
)
SQS_MESSAGE = Limit(
    value=1024 * 1024,
    minimum=1024,
    default=1024 * 1024,
    unit="B",
    what="message of a queue, and all messages of one batch that is sent",
    source=SQS_ATTRIBUTES,
    schema="AWS::SQS::Queue#/MaximumMessageSize",
)
SQS_RETENTION = Limit(
    value=1_209_600,
    minimum=60,
    default=345_600,
    unit="s",
    what="time that a queue keeps a message",
    source=SQS_ATTRIBUTES,
    schema="AWS::SQS::Queue#/MessageRetentionPeriod",
)
SQS_DELAY = Limit(
    value=900,
    minimum=0,
    default=0,
    unit="s",
    what="time for which a queue holds a new message back",
    source=SQS_ATTRIBUTES,
    schema="AWS::SQS::Queue#/DelaySeconds",
)
SQS_POLLERS = Limit(
    value=10_000,
    minimum=2,
    default=200,
    unit="pollers",
    what="most provisioned pollers of a queue; the API model allows 1, which holds for other event sources",
    source=f"{LAMBDA}/api/API_ProvisionedPollerConfig.html",
    schema="AWS::Lambda::EventSourceMapping#/ProvisionedPollerConfig/MaximumPollers",
)
