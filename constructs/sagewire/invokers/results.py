"""Way out: an asynchronous endpoint's notifications become events on a bus."""

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_sns_subscriptions as subscriptions
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from sagewire import permissions
from sagewire.endpoints.asynchronous import AsyncEndpoint
from sagewire.invokers.delivery import Delivery
from sagewire.invokers.function import inference_function

_HANDLER = "publish_result.handler.handler"


def publish_notifications(
    scope: Construct, *, endpoint: AsyncEndpoint, bus: events.IEventBus, source: str, dead_letters: sqs.Queue
) -> None:
    """Put every success and failure of the endpoint onto the bus."""
    function = inference_function(
        scope,
        "PublishResult",
        handler=_HANDLER,
        timeout=Duration.seconds(30),
        memory_size=256,
        environment={"SAGEWIRE_RESULT_BUS": bus.event_bus_arn, "SAGEWIRE_RESULT_SOURCE": source},
        allowed=[permissions.put_events(bus.event_bus_arn)],
    )
    # The subscription's queue keeps what never reached the function; this is for what the function failed on.
    Delivery(scope, function, queue=dead_letters).age(None)
    for topic in (endpoint.success_topic, endpoint.error_topic):
        topic.add_subscription(subscriptions.LambdaSubscription(function, dead_letter_queue=dead_letters))
