"""Way in: a topic whose messages the function receives, with a dead-letter queue on both legs."""

from collections.abc import Mapping

from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from sagewire.endpoints.metric_source import where_known
from sagewire.making import make


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
