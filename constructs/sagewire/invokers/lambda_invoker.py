"""The Lambda function in front of an endpoint, with its ways in and its way out."""

import math

from aws_cdk import Duration, Size
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from sagewire import pseudo
from sagewire.amounts import in_bytes, in_seconds
from sagewire.arguments import check_known, check_range
from sagewire.endpoints.asynchronous import AsyncEndpoint
from sagewire.endpoints.endpoint import Endpoint
from sagewire.invokers.circuit_breaker import CircuitBreaker
from sagewire.invokers.delivery import Delivery
from sagewire.invokers.front_door import Demand
from sagewire.invokers.front_doors import FrontDoors
from sagewire.invokers.function import FunctionSettings, inference_function
from sagewire.invokers.idempotency import Idempotency
from sagewire.invokers.memory import Payloads
from sagewire.invokers.metrics import NAMESPACE, InvokerMetrics
from sagewire.invokers.place import check_endpoint_place
from sagewire.invokers.powertools import PowertoolsOptions
from sagewire.invokers.results import ResultWaysOut
from sagewire.invokers.schedule import Schedules
from sagewire.invokers.stream import Call, ResponseStream, check_collected, streamed_call, whole_call
from sagewire.invokers.target import InvocationTarget, Selection
from sagewire.invokers.ways_in import MessageWaysIn
from sagewire.key import key_behind
from sagewire.limits import LAMBDA_PAYLOAD, LAMBDA_TIMEOUT, Limit
from sagewire.model import check_grantee
from sagewire.workload import METADATA_KEY, Traffic

# A model that is not ready, three times in a row, is one of the faults that a request should outlive.
_MAX_ATTEMPTS = 5
# How often, and for how many seconds, an event is tried anew. Whoever has a connection would get the first parts twice,
# and few of them still wait after a minute.
_TRIED = {True: (2, 3600), False: (0, 60)}


class LambdaInvoker(FrontDoors, MessageWaysIn, ResultWaysOut, InvokerMetrics):
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
        target: InvocationTarget | None = None,
        stream: ResponseStream | None = None,
        idempotency: Idempotency | None = None,
        circuit_breaker: CircuitBreaker | None = None,
        powertools_layer: lambda_.ILayerVersion | None = None,
        tracing: lambda_.Tracing | None = None,
        encryption_key: kms.IKey | None = None,
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
            target: The variant, the model or the inference component that is invoked. Without it callers may name one,
                and must where the endpoint has several models or inference components.
            stream: What is done with an answer that the endpoint streams; None asks for an answer in one piece.
            idempotency: What comes again with the same key is not inferred again; None infers each request.
            circuit_breaker: An endpoint that failed several times in a row is left alone; None asks it each time.
            powertools_layer: The layer with AWS Lambda Powertools that these two need; AWS's own if not given, which
                every region has but those of China and of GovCloud, and some new ones.
            tracing: `Tracing.ACTIVE` sends traces to X-Ray; None sends none.
            encryption_key: For the function's log, environment and tables; AWS's own keys if not given. Queues made
                here have SQS's own, which the services that send to them may use.

        Raises:
            ValueError: For a deadline or a size that the function, or the endpoint's kind, cannot keep; for a target
                that the endpoint does not have, or of which its requests cannot tell; for an endpoint of another region
                or account.
        """
        super().__init__(scope, id)
        pseudo.settle(self, scope)
        traffic = Traffic(deadline=deadline, request=request, response=response, peak_rate=peak_rate)
        check_endpoint_place(endpoint, self)
        self.endpoint = endpoint
        self.selection = Selection(endpoint=endpoint, target=target)
        self._settings = FunctionSettings(tracing=tracing, encryption_key=key_behind(encryption_key))
        call = self._call(deadline, stream)
        self._read_timeout, self._timeout = call.time, call.time + endpoint.kind.own_time
        options = PowertoolsOptions(idempotency=idempotency, circuit_breaker=circuit_breaker, layer=powertools_layer)
        options.check(timeout=self._timeout, stream=stream)
        self._payloads = self._carried(request, response, stream)
        self.function = inference_function(
            self,
            "Function",
            handler=call.handler,
            timeout=pseudo.seconds(self._timeout),
            memory_size=self._payloads.memory_size(),
            environment=self._environment(call),
            allowed=call.allowed,
            settings=self._settings,
        )
        options.add_to(self, self.function, encryption_key=self._settings.encryption_key)
        self._state(traffic)
        self._demand = self._demanded(request, stream)
        retries, age = _TRIED[self._demand.answers]
        self._delivery = Delivery(self, self.function, retries=retries, default_age=age)
        self._schedules = Schedules(self, self.function, self._delivery)

    def grant_invoke(self, grantee: iam.IGrantable) -> iam.Grant:
        """Allow the grantee to call the function itself.

        Raises ValueError for the execution role of the endpoint's model, which waits for what its role is granted.
        """
        check_grantee(grantee, self.endpoint.models)
        return self.function.grant_invoke_latest_version(grantee)

    def _wait(self, deadline: Duration | None) -> float:
        kind = self.endpoint.kind
        if deadline is None or isinstance(self.endpoint, AsyncEndpoint):
            return kind.read_timeout
        seconds = in_seconds("deadline", deadline)
        check_known("deadline", seconds)
        check_range("deadline", math.ceil(seconds), LAMBDA_TIMEOUT)
        return min(kind.read_timeout, math.ceil(seconds))

    def _call(self, deadline: Duration | None, stream: ResponseStream | None) -> Call:
        kind, read_timeout, allowed = self.endpoint.kind, self._wait(deadline), self.selection.permissions
        if stream is None:
            return whole_call(kind, read_timeout=read_timeout, allowed=allowed)
        return streamed_call(kind, stream, read_timeout=read_timeout, deadline=deadline, allowed=allowed)

    def _carried(self, request: Size | None, response: Size | None, stream: ResponseStream | None) -> Payloads:
        """What the function holds in memory at a time. Raises ValueError for what is too large."""
        _check_size("request", request, self.endpoint.kind.payload)
        if isinstance(self.endpoint, AsyncEndpoint) or (stream and not stream.answers):
            return Payloads.of(request=request)
        _check_size("response", response, LAMBDA_PAYLOAD)
        check_collected(stream, None if response is None else in_bytes("response", response))
        return Payloads.of(request=request, response=stream.max_size if stream else response)

    def _demanded(self, request: Size | None, stream: ResponseStream | None) -> Demand:
        shorter = "deadline" if stream is None or stream.max_time is None else "max_time of the stream"
        return Demand(
            invoker=self,
            seconds=self._timeout,
            own_time=self.endpoint.kind.own_time,
            request=None if request is None else in_bytes("request", request),
            shortened_by=None if isinstance(self.endpoint, AsyncEndpoint) else shorter,
            answers=stream is None or stream.answers,
        )

    def _environment(self, call: Call) -> dict[str, str]:
        environment = {
            "SAGEWIRE_ENDPOINT_NAME": self.endpoint.endpoint_name,
            "SAGEWIRE_READ_TIMEOUT": str(call.read_timeout),
            "SAGEWIRE_REQUEST_LIMIT": str(self.endpoint.kind.payload.value),
            "SAGEWIRE_MAX_ATTEMPTS": str(_MAX_ATTEMPTS),
            "SAGEWIRE_METRIC_NAMESPACE": NAMESPACE,
            **self.selection.environment,
            **call.variables,
        }
        if isinstance(self.endpoint, AsyncEndpoint):
            environment["SAGEWIRE_INPUT_LOCATION"] = self.endpoint.request_location
        return environment

    def _state(self, traffic: Traffic) -> None:
        if facts := traffic.to_metadata():
            resource = self.function.node.default_child
            assert isinstance(resource, lambda_.CfnFunction)
            resource.add_metadata(METADATA_KEY, facts)


def _check_size(name: str, size: Size | None, limit: Limit) -> None:
    if size is not None:
        figure = in_bytes(name, size)
        check_known(name, figure)
        check_range(name, figure, limit)
