"""What the ways into and out of an invoker have in common."""

from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct, IConstruct

from sagewire.endpoints.endpoint import Endpoint
from sagewire.invokers.concurrency import Concurrency
from sagewire.invokers.delivery import Delivery
from sagewire.invokers.front_door import Demand
from sagewire.invokers.function import FunctionSettings
from sagewire.invokers.memory import Payloads
from sagewire.invokers.schedule import Schedules
from sagewire.invokers.target import Selection


class InvokerParts(Construct):
    """The parts that a LambdaInvoker makes, and what its ways in and out remember of each other.

    endpoint: the endpoint that is invoked; function: what invokes it; selection: what of the endpoint is invoked.
    made: ids of what ways in have made below this invoker.
    """

    endpoint: Endpoint
    function: lambda_.Function
    selection: Selection
    made: tuple[str, ...] = ()
    _timeout: float
    _read_timeout: float
    _settings: FunctionSettings
    _demand: Demand
    _delivery: Delivery
    _schedules: Schedules
    _payloads: Payloads
    _in_function: int | None = None
    _at_once: tuple[Concurrency, ...] = ()
    _sources: tuple[sqs.IQueue, ...] = ()
    _topics: tuple[sns.ITopic, ...] = ()
    _result_queue: sqs.IQueue | None = None

    @property
    def _referred(self) -> list[IConstruct]:
        """What this invoker refers to, so that its stack needs theirs."""
        results = [self._result_queue] if self._result_queue else []
        return [self.endpoint, *self._sources, *self._topics, *results]
