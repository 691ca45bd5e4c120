"""Figures of a topic."""

from sagewire.limits.figure import Limit
from sagewire.limits.sources import TOPIC

TOPIC_MESSAGE = Limit(
    value=1024 * 1024,
    minimum=1024,
    default=256 * 1024,
    unit="B",
    what="message of a topic; above 256 KiB only where the topic's MaximumMessageSize says so",
    source=TOPIC,
    schema="AWS::SNS::Topic#/MaximumMessageSize",
)
TOPIC_SUBSCRIPTIONS_OF_LARGE_MESSAGES = Limit(
    value=100,
    unit="subscriptions",
    what="subscriptions of a topic whose messages may be above 256 KiB, each a queue, Firehose or a function",
    source=TOPIC,
)
