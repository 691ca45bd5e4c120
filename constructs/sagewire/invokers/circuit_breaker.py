"""An endpoint that failed several requests in a row is left alone for a while."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aws_cdk import Duration
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from sagewire import permissions, pseudo
from sagewire.amounts import in_seconds
from sagewire.arguments import check_count

if TYPE_CHECKING:
    from aws_cdk import aws_dynamodb as dynamodb

_RECOVERY = 30


@dataclass(frozen=True, kw_only=True)
class CircuitBreaker:
    """Send an endpoint nothing after several failed requests in a row, until a probe shows that it works again.

    By AWS Lambda Powertools, with the circuit's state in DynamoDB, for all who ask the endpoint. While the circuit is
    open each request fails at once, to be sent again later: messages and events go back to where they came from.
    A request counts once, after all of its attempts. Failures of the caller, throttling, and models that are not ready
    do not count. Where DynamoDB does not answer, the endpoint is asked as if the circuit were closed.

    failures: how many requests that fail in a row open the circuit; each environment of the function counts its own.
    recovery: how long it stays open before one caller probes, whole seconds; 30 s if not given.
    successes: how many probes in a row close it.
    table: whose partition key is `id`, a string; one is made if not given. The circuit is called as the endpoint is.

    Raises ValueError for a count that is not of whole numbers, or a time not of whole seconds, from 1.

    https://docs.aws.amazon.com/powertools/python/latest/utilities/circuit_breaker/
    """

    failures: float = 5
    recovery: Duration | None = None
    successes: float = 3
    table: "dynamodb.ITable | None" = None

    def __post_init__(self) -> None:
        check_count("failures", self.failures, 1)
        check_count("recovery in seconds", self.seconds, 1)
        check_count("successes", self.successes, 1)

    @property
    def seconds(self) -> float:
        """How long the circuit stays open."""
        return _RECOVERY if self.recovery is None else in_seconds("recovery", self.recovery)


def add_circuit_breaker(
    scope: Construct, function: lambda_.Function, breaker: CircuitBreaker, *, encryption_key: kms.IKey | None
) -> None:
    """Give the function the table, and leave to use it."""
    # With DynamoDB's constructs, which an invoker without the option does without.
    from sagewire.invokers.powertools_table import allow, check_table, records_table  # noqa: PLC0415

    if breaker.table:
        check_table(scope, "table of circuit_breaker", breaker.table)
    table = breaker.table or records_table(scope, "Circuits", encryption_key=encryption_key)
    allow(function, table, permissions.keep_circuits(table.table_arn))
    figures = {
        "SAGEWIRE_CIRCUIT_FAILURES": breaker.failures,
        "SAGEWIRE_CIRCUIT_RECOVERY": breaker.seconds,
        "SAGEWIRE_CIRCUIT_SUCCESSES": breaker.successes,
    }
    function.add_environment("SAGEWIRE_CIRCUIT_TABLE", table.table_name)
    for name, value in figures.items():
        function.add_environment(name, str(value if pseudo.is_token(value) else int(value)))
