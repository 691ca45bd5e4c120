"""What an invoker has by AWS Lambda Powertools: nothing, unless it is asked for."""

from dataclasses import dataclass

from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from sagewire.invokers.circuit_breaker import CircuitBreaker, add_circuit_breaker
from sagewire.invokers.idempotency import Idempotency, add_idempotency, check_idempotency
from sagewire.invokers.powertools_layer import add_powertools
from sagewire.invokers.stream import ResponseStream


@dataclass(frozen=True, kw_only=True)
class PowertoolsOptions:
    """The options of one function, and the layer that they need.

    Raises ValueError for a layer that no option needs.
    """

    idempotency: Idempotency | None
    circuit_breaker: CircuitBreaker | None
    layer: lambda_.ILayerVersion | None

    def __post_init__(self) -> None:
        if self.layer is not None and not self._any:
            raise ValueError(
                "powertools_layer is given, and nothing needs it: give idempotency or circuit_breaker, or leave it out"
            )

    def check(self, *, timeout: float, stream: ResponseStream | None) -> None:
        """Raise ValueError for a function that cannot have them; `timeout` is its own, in seconds."""
        if self.idempotency:
            check_idempotency(self.idempotency, timeout=timeout, stream=stream)

    def add_to(self, scope: Construct, function: lambda_.Function, *, encryption_key: kms.IKey | None) -> None:
        """Give the function the layer, the tables and its leave to use them. Raises ValueError where one cannot be."""
        if not self._any:
            return
        add_powertools(scope, function, self.layer)
        if self.idempotency:
            add_idempotency(scope, function, self.idempotency, encryption_key=encryption_key)
        if self.circuit_breaker:
            add_circuit_breaker(scope, function, self.circuit_breaker, encryption_key=encryption_key)

    @property
    def _any(self) -> bool:
        return self.idempotency is not None or self.circuit_breaker is not None
