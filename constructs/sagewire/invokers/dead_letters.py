"""The queue that keeps what no retry could deliver."""

from aws_cdk import aws_sqs as sqs
from constructs import Construct

from sagewire import pseudo
from sagewire.acknowledgements import acknowledge_dead_letter_queue
from sagewire.making import make

# As long as SQS allows: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
_RETENTION = 14 * 24 * 3600


def dead_letter_queue(scope: Construct, id: str, *, fifo: bool = False) -> sqs.Queue:
    """An encrypted queue, TLS only, that keeps its messages for the 14 days that SQS allows.

    fifo: as the dead-letter queue of a FIFO queue must be.
    """
    queue = make(
        sqs.Queue,
        scope,
        id,
        encryption=sqs.QueueEncryption.SQS_MANAGED,
        enforce_ssl=True,
        fifo=fifo or None,
        retention_period=pseudo.seconds(_RETENTION),
    )
    acknowledge_dead_letter_queue(queue)
    return queue
