"""Ways out: results as events on a bus and as messages in a queue, those of an asynchronous endpoint by a function."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns_subscriptions as subscriptions
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from sagewire import permissions
from sagewire.endpoints.asynchronous import AsyncEndpoint
from sagewire.invokers.delivery import Delivery
from sagewire.invokers.function import FunctionSettings, inference_function
from sagewire.invokers.parts import InvokerParts
from sagewire.key import key_behind
from sagewire.permissions import Permission

_HANDLER = "publish_result.handler.handler"


@dataclass(frozen=True, kw_only=True)
class _WayOut:
    """What a function has to know, and to be allowed, to publish results one way."""

    environment: Mapping[str, str]
    allowed: Sequence[Permission]

    def add_to(self, function: lambda_.Function) -> None:
        for name, value in self.environment.items():
            function.add_environment(name, value)
        for permission in self.allowed:
            permission.grant_to(function)


class ResultWaysOut(InvokerParts):
    """What becomes of the results of events, of messages and of schedules."""

    _bus: events.IEventBus | None = None
    _publisher: lambda_.Function | None = None

    def publish_results_to(self, bus: events.IEventBus, *, source: str = "sagewire") -> None:
        """Put every result onto the bus: `Inference Succeeded` or `Inference Failed`, from `source`.

        Raises:
            ValueError: When it was called before: the function knows one bus, and rules on it can forward; for results
                that go to WebSocket connections.
        """
        self._demand.check_answers("publish_results_to")
        if self._bus is not None:
            raise ValueError(f"{self.node.path} publishes its results already: forward them with a rule on that bus")
        self._bus = bus
        environment = {"SAGEWIRE_RESULT_BUS": bus.event_bus_arn, "SAGEWIRE_RESULT_SOURCE": source}
        self._publish(_WayOut(environment=environment, allowed=[permissions.put_events(bus.event_bus_arn)]))

    def send_results_to(self, queue: sqs.IQueue) -> None:
        """Send every result to a standard queue, as a JSON object: what the event's detail tells, and its `outcome`.

        The outcome is `Inference Succeeded` or `Inference Failed`; a message has at most 1 MiB.
        https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html

        Raises:
            ValueError: When it was called before; for a FIFO queue, since results come in no order that a message
                group could keep; for a queue that the function reads its requests from; for results that go to
                WebSocket connections.
        """
        self._demand.check_answers("send_results_to")
        path = self.node.path
        if self._result_queue is not None:
            raise ValueError(f"{path} sends its results to {self._result_queue.node.path} already: read them there")
        if queue.fifo:
            raise ValueError(
                f"queue {queue.node.path} is a FIFO queue, and results come in no order that a message group could"
                " keep: give a standard queue"
            )
        check_no_circle(path, self._sources, queue)
        self._result_queue = queue
        allowed = [permissions.send_messages(queue.queue_arn)]
        if key := key_behind(queue.encryption_master_key):
            allowed.append(permissions.use_key(key.key_arn))
        self._publish(_WayOut(environment={"SAGEWIRE_RESULT_QUEUE": queue.queue_url}, allowed=allowed))

    def _publish(self, way_out: _WayOut) -> None:
        way_out.add_to(self.function)
        if not isinstance(self.endpoint, AsyncEndpoint):
            return
        if self._publisher is None:
            self._publisher = _notification_function(
                self,
                endpoint=self.endpoint,
                way_out=way_out,
                dead_letters=self._delivery.dead_letters,
                settings=self._settings,
            )
        else:
            way_out.add_to(self._publisher)


def check_no_circle(path: str, sources: Sequence[sqs.IQueue], results: sqs.IQueue | None) -> None:
    """Raise ValueError if results go to a queue that requests come from: each would be the next request."""
    if results is not None and any(queue is results for queue in sources):
        raise ValueError(
            f"queue {results.node.path} holds the requests of {path} and would get its results as well, each of them"
            " the next request: give another queue"
        )


def _notification_function(
    scope: Construct, *, endpoint: AsyncEndpoint, way_out: _WayOut, dead_letters: sqs.Queue, settings: FunctionSettings
) -> lambda_.Function:
    """The function that is told of every success and failure of the endpoint, and publishes them."""
    function = inference_function(
        scope,
        "PublishResult",
        handler=_HANDLER,
        timeout=Duration.seconds(30),
        memory_size=256,
        environment=way_out.environment,
        allowed=way_out.allowed,
        settings=settings,
    )
    # The subscription's queue keeps what never reached the function; this is for what the function failed on.
    Delivery(scope, function, queue=dead_letters).age(None)
    for topic in (endpoint.success_topic, endpoint.error_topic):
        topic.add_subscription(subscriptions.LambdaSubscription(function, dead_letter_queue=dead_letters))
    return function
