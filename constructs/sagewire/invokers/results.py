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
from sagewire.arguments import check_range
from sagewire.endpoints.asynchronous import AsyncEndpoint
from sagewire.invokers.delivery import Delivery
from sagewire.invokers.function import FunctionSettings, inference_function
from sagewire.invokers.parts import InvokerParts
from sagewire.invokers.place import RESULT_BUS, RESULT_QUEUE, check_place
from sagewire.key import key_behind
from sagewire.limits import EVENT_SOURCE
from sagewire.permissions import Permission
from sagewire.pseudo import is_token

_HANDLER = "publish_result.handler.handler"


@dataclass(frozen=True, kw_only=True)
class _WayOut:
    """What a function has to know, and to be allowed, to publish results one way, to a bus or a queue by its ARN."""

    to: str
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

        Of an asynchronous endpoint these are all of its results, whoever asked: of several invokers of one endpoint let
        one publish them, or each result goes out once by each.

        Args:
            bus: The bus, of the invoker's region.
            source: Of the events: 1 to 256 characters, not beginning with "aws.", which is for AWS's own services.

        Raises:
            ValueError: When it was called before: the function knows one bus, and rules on it can forward; for results
                that go to WebSocket connections; for a bus of another region; for a source that EventBridge refuses;
                for a bus that another invoker publishes the same results to.
        """
        self._demand.check_answers("publish_results_to")
        if self._bus is not None:
            raise ValueError(f"{self.node.path} publishes its results already: forward them with a rule on that bus")
        check_place("bus", bus, self, RESULT_BUS)
        _check_source(source)
        self._check_sole(f"bus {bus.node.path}", bus.event_bus_arn)
        self._bus = bus
        environment = {"SAGEWIRE_RESULT_BUS": bus.event_bus_arn, "SAGEWIRE_RESULT_SOURCE": source}
        allowed = [permissions.put_events(bus.event_bus_arn)]
        self._publish(_WayOut(to=bus.event_bus_arn, environment=environment, allowed=allowed))

    def send_results_to(self, queue: sqs.IQueue) -> None:
        """Send every result to a standard queue, as a JSON object: what the event's detail tells, and its `outcome`.

        The outcome is `Inference Succeeded` or `Inference Failed`; a message has at most 1 MiB. Of an asynchronous
        endpoint these are all of its results, whoever asked, as of `publish_results_to`.
        https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html

        Raises:
            ValueError: When it was called before; for a FIFO queue, since results come in no order that a message
                group could keep; for a queue that the function reads its requests from, or that another invoker sends
                the same results to, or of another region; for results that go to WebSocket connections.
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
        check_place("queue", queue, self, RESULT_QUEUE)
        self._check_sole(f"queue {queue.node.path}", queue.queue_arn)
        self._result_queue = queue
        allowed = [permissions.send_messages(queue.queue_arn)]
        if key := key_behind(queue.encryption_master_key):
            allowed.append(permissions.use_key(key.key_arn))
        environment = {"SAGEWIRE_RESULT_QUEUE": queue.queue_url}
        self._publish(_WayOut(to=queue.queue_arn, environment=environment, allowed=allowed))

    def _check_sole(self, destination: str, arn: str) -> None:
        """Raise ValueError for results that another invoker publishes there already, all of them."""
        if isinstance(self.endpoint, AsyncEndpoint) and arn in self.endpoint.published_to:
            raise ValueError(
                f"{destination} gets all results of {self.endpoint.node.path} already, by another invoker, and by"
                f" {self.node.path} it would get each of them again: publish them by one invoker"
            )

    def _publish(self, way_out: _WayOut) -> None:
        way_out.add_to(self.function)
        if not isinstance(self.endpoint, AsyncEndpoint):
            return
        self.endpoint.published_to = (*self.endpoint.published_to, way_out.to)
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


def _check_source(source: str) -> None:
    """Raise ValueError for what EventBridge does not take as the source of an event of ours."""
    if is_token(source):
        return
    check_range("the length of source", len(source), EVENT_SOURCE)
    if source.startswith("aws."):
        raise ValueError(
            f"source is {source!r}; 'aws.' begins the sources of AWS's own services: give another, such as 'sagewire'"
            f" ({EVENT_SOURCE.source})"
        )


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
