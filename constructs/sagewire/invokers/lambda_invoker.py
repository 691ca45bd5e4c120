"""The Lambda function in front of an endpoint, with its ways in and its way out."""

import math
from collections.abc import Mapping

from aws_cdk import Duration, Size
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from sagewire import permissions, pseudo
from sagewire.amounts import in_bytes, in_seconds
from sagewire.arguments import check_known, check_range
from sagewire.endpoints.asynchronous import REQUEST_PREFIX, AsyncEndpoint
from sagewire.endpoints.component_endpoint import InferenceComponentEndpoint
from sagewire.endpoints.endpoint import Endpoint
from sagewire.endpoints.real_time import RealTimeEndpoint
from sagewire.invokers.delivery import Delivery
from sagewire.invokers.event import event_rule, object_created
from sagewire.invokers.function import inference_function
from sagewire.invokers.results import publish_notifications
from sagewire.limits import LAMBDA_MEMORY, LAMBDA_PAYLOAD, LAMBDA_TIMEOUT, Limit
from sagewire.model import check_grantee
from sagewire.workload import METADATA_KEY, Traffic

_MAX_ATTEMPTS = 3
_MEMORY_AT_LEAST = 512
_MEMORY_STEP = 64
# boto3 and the runtime take about 120 MiB; a payload is held as bytes, text and JSON at the same time.
_MEMORY_OWN = 128
_COPIES_OF_PAYLOAD = 4


class LambdaInvoker(Construct):
    """A function that invokes one endpoint; its code comes with it, its settings follow from the endpoint's kind."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        endpoint: Endpoint,
        deadline: Duration | None = None,
        request: Size | None = None,
        response: Size | None = None,
        peak_rate: float | None = None,
    ) -> None:
        """Make the function and allow it to invoke the endpoint.

        Args:
            scope: The construct that the invoker belongs to.
            id: Its id in that scope.
            endpoint: The endpoint that it invokes.
            deadline: How long the caller waits for the result; None waits as long as the endpoint may take.
            request: The largest request.
            response: The largest response.
            peak_rate: Calls a second at most, for the validator.

        Raises:
            ValueError: For a deadline or a size that the function, or the endpoint's kind, cannot keep; for an endpoint
                whose callers must name the model they want, which the function does not.
        """
        super().__init__(scope, id)
        pseudo.settle(self, scope)
        traffic = Traffic(deadline=deadline, request=request, response=response, peak_rate=peak_rate)
        self.endpoint = endpoint
        _check_one_model(endpoint)
        read_timeout = self._read_timeout(deadline)
        _check_size("request", request, endpoint.kind.payload)
        carried = {"request": request}
        if not isinstance(endpoint, AsyncEndpoint):
            _check_size("response", response, LAMBDA_PAYLOAD)
            carried["response"] = response
        self.function = inference_function(
            self,
            "Function",
            handler=endpoint.kind.handler,
            timeout=pseudo.seconds(read_timeout + endpoint.kind.own_time),
            memory_size=_memory_size(carried),
            environment=self._environment(read_timeout),
            allowed=endpoint.invoke_permissions,
        )
        self._state(traffic)
        self._delivery = Delivery(self, self.function)
        self._publishes = False

    @property
    def dead_letters(self) -> sqs.Queue:
        """The queue behind every asynchronous way in; made with the first of them."""
        return self._delivery.dead_letters

    def add_function_url(
        self, *, auth_type: lambda_.FunctionUrlAuthType = lambda_.FunctionUrlAuthType.AWS_IAM
    ) -> lambda_.FunctionUrl:
        """Give the function an HTTPS address; its callers are allowed by `grant_invoke_url`, or by IAM otherwise."""
        return self.function.add_function_url(auth_type=auth_type)

    def on_event(
        self,
        id: str,
        *,
        pattern: events.EventPattern,
        bus: events.IEventBus | None = None,
        max_event_age: Duration | None = None,
    ) -> events.Rule:
        """Invoke the endpoint with the detail of each event that matches.

        Args:
            id: The rule's id below this invoker.
            pattern: Which events.
            bus: Whose events; None stands for the account's default bus.
            max_event_age: How old an event may get, 60 s to 6 hours, before it goes to the dead-letter queue; 1 hour
                if not given. It holds for all rules of this invoker, so the first rule sets it.

        Raises:
            ValueError: For an age outside these, or one that differs from that of an earlier rule.
        """
        age = self._delivery.age(max_event_age)
        return event_rule(
            self,
            id,
            function=self.function,
            pattern=pattern,
            bus=bus,
            dead_letters=self.dead_letters,
            max_event_age=age,
        )

    def on_object_created(self, id: str, bucket: s3.IBucket, *, prefix: str = "") -> events.Rule:
        """Run the asynchronous endpoint on each new object of a bucket that sends its events to EventBridge.

        Raises:
            ValueError: For an endpoint that is not asynchronous, or a prefix that holds the invoker's own uploads.
        """
        if not isinstance(self.endpoint, AsyncEndpoint):
            raise ValueError(
                f"on_object_created on {self.endpoint.node.path}: only an AsyncEndpoint reads its requests from S3,"
                f" and {self.endpoint.kind.noun} is given: use on_event"
            )
        if bucket is self.endpoint.input_bucket and _overlap(prefix, REQUEST_PREFIX):
            raise ValueError(
                f"prefix is {prefix!r}, where this invoker puts its own uploads ({REQUEST_PREFIX!r}): choose another,"
                " such as 'incoming/'"
            )
        if bucket is not self.endpoint.input_bucket:
            self.endpoint.read_input_from(bucket, prefix)
        return self.on_event(id, pattern=object_created(bucket, prefix))

    def publish_results_to(self, bus: events.IEventBus, *, source: str = "sagewire") -> None:
        """Put the result of every event onto the bus: `Inference Succeeded` or `Inference Failed`, from `source`.

        Raises:
            ValueError: When it was called before: the function knows one bus, and rules on it can forward.
        """
        if self._publishes:
            raise ValueError(f"{self.node.path} publishes its results already: forward them with a rule on that bus")
        self._publishes = True
        self.function.add_environment("SAGEWIRE_RESULT_BUS", bus.event_bus_arn)
        self.function.add_environment("SAGEWIRE_RESULT_SOURCE", source)
        permissions.put_events(bus.event_bus_arn).grant_to(self.function)
        if isinstance(self.endpoint, AsyncEndpoint):
            publish_notifications(self, endpoint=self.endpoint, bus=bus, source=source, dead_letters=self.dead_letters)

    def grant_invoke(self, grantee: iam.IGrantable) -> iam.Grant:
        """Allow the grantee to call the function itself.

        Raises ValueError for the execution role of the endpoint's model, which waits for what its role is granted.
        """
        check_grantee(grantee, self.endpoint.models)
        return self.function.grant_invoke_latest_version(grantee)

    def _read_timeout(self, deadline: Duration | None) -> float:
        kind = self.endpoint.kind
        if deadline is None or isinstance(self.endpoint, AsyncEndpoint):
            return kind.read_timeout
        seconds = in_seconds("deadline", deadline)
        check_known("deadline", seconds)
        check_range("deadline", math.ceil(seconds), LAMBDA_TIMEOUT)
        return min(kind.read_timeout, math.ceil(seconds))

    def _environment(self, read_timeout: float) -> dict[str, str]:
        environment = {
            "SAGEWIRE_ENDPOINT_NAME": self.endpoint.endpoint_name,
            "SAGEWIRE_READ_TIMEOUT": str(read_timeout),
            "SAGEWIRE_REQUEST_LIMIT": str(self.endpoint.kind.payload.value),
            "SAGEWIRE_MAX_ATTEMPTS": str(_MAX_ATTEMPTS),
        }
        if isinstance(self.endpoint, AsyncEndpoint):
            environment["SAGEWIRE_INPUT_LOCATION"] = self.endpoint.request_location
        return environment

    def _state(self, traffic: Traffic) -> None:
        if facts := traffic.to_metadata():
            resource = self.function.node.default_child
            assert isinstance(resource, lambda_.CfnFunction)
            resource.add_metadata(METADATA_KEY, facts)


def _check_one_model(endpoint: Endpoint) -> None:
    several = None
    if isinstance(endpoint, InferenceComponentEndpoint):
        several = "inference components"
    elif isinstance(endpoint, RealTimeEndpoint | AsyncEndpoint):
        several = "several models" if any(each.model.traits.multi_model for each in endpoint.variants) else None
    if several:
        raise ValueError(
            f"endpoint {endpoint.node.path} has {several}, and its callers must name the one they want, which this"
            " function does not: allow callers of yours by grant_invoke instead"
            " (https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html)"
        )


def _check_size(name: str, size: Size | None, limit: Limit) -> None:
    if size is not None:
        figure = in_bytes(name, size)
        check_known(name, figure)
        check_range(name, figure, limit)


def _memory_size(carried: Mapping[str, Size | None]) -> int:
    payload = sum(in_bytes(name, size) for name, size in carried.items() if size is not None)
    wanted = _MEMORY_OWN + _COPIES_OF_PAYLOAD * payload / 1024**2
    stepped = math.ceil(wanted / _MEMORY_STEP) * _MEMORY_STEP
    return int(min(max(stepped, _MEMORY_AT_LEAST), LAMBDA_MEMORY.value))


def _overlap(prefix: str, other: str) -> bool:
    return prefix.startswith(other) or other.startswith(prefix)
