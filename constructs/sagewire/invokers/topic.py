"""Way in: a topic whose messages the function receives, with a dead-letter queue on both legs."""

from collections.abc import Mapping, Sequence

from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from sagewire.endpoints.metric_source import where_known
from sagewire.making import make

_FIFO = "https://docs.aws.amazon.com/sns/latest/dg/fifo-message-delivery.html"


def check_topic(path: str, topic: sns.ITopic, *, earlier: Sequence[sns.ITopic]) -> None:
    """Raise ValueError for a FIFO topic, or one that the function at `path` is subscribed to already."""
    if topic.fifo:
        raise ValueError(
            f"topic {topic.node.path} is a FIFO topic, which SNS delivers to queues only ({_FIFO}): take"
            " queue = on_queue(..., fifo=True), and subscribe the queue with SqsSubscription(queue)"
        )
    if earlier and any(each is topic or each.topic_arn == topic.topic_arn for each in earlier):
        raise ValueError(
            f"topic {topic.node.path} invokes {path} already, and SNS subscribes a function once: give one"
            " filter_policy that lets through all that is wanted"
        )


def subscribe(
    scope: Construct,
    id: str,
    *,
    topic: sns.ITopic,
    function: lambda_.Function,
    filter_policy: Mapping[str, sns.SubscriptionFilter] | None,
    dead_letters: sqs.IQueue,
) -> sns.Subscription:
    """The function's subscription; what SNS cannot deliver goes to the dead-letter queue."""
    make(
        lambda_.CfnPermission,
        scope,
        f"{id}Permission",
        action="lambda:InvokeFunction",
        function_name=function.function_arn,
        principal="sns.amazonaws.com",
        source_arn=topic.topic_arn,
    )
    return sns.Subscription(
        scope,
        id,
        topic=topic,
        protocol=sns.SubscriptionProtocol.LAMBDA,
        endpoint=function.function_arn,
        filter_policy=filter_policy,
        dead_letter_queue=dead_letters,
        # CloudFormation makes it in the stack's region, unless told where the topic is.
        region=where_known(topic.env.region),
    )
