"""The queue that keeps what no retry could deliver."""

from aws_cdk import Duration
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from sagewire.acknowledgements import acknowledge_dead_letter_queue


def dead_letter_queue(scope: Construct, id: str) -> sqs.Queue:
    """An encrypted queue, TLS only, that keeps its messages for the 14 days that SQS allows."""
    queue = sqs.Queue(
        scope,
        id,
        encryption=sqs.QueueEncryption.SQS_MANAGED,
        enforce_ssl=True,
        retention_period=Duration.days(14),
    )
    acknowledge_dead_letter_queue(queue)
    return queue
