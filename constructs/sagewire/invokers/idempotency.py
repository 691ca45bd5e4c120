"""One inference for each idempotency key, for whoever sends a request twice."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aws_cdk import Duration
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from sagewire import permissions, pseudo
from sagewire.amounts import in_seconds
from sagewire.arguments import check_count
from sagewire.invokers.stream import ResponseStream

if TYPE_CHECKING:
    from aws_cdk import aws_dynamodb as dynamodb

_HOUR = 3600
_SOURCE = "https://docs.aws.amazon.com/powertools/python/latest/utilities/idempotency/"


@dataclass(frozen=True, kw_only=True)
class Idempotency:
    """Keep each answer with its caller's key, and answer with it again: by AWS Lambda Powertools, in DynamoDB.

    The key is the HTTP header `Idempotency-Key`, the message attribute `IdempotencyKey`, or the id of a message or an
    event; a request without one is inferred each time. Errors are not kept. An answer of more than 301,056 bytes is not
    kept either, as DynamoDB's items have 400 KB at most: it is inferred again, and the log says so. Where DynamoDB does
    not answer, requests with a key fail, to be sent again later.

    expires_after: how long an answer is kept, whole seconds, longer than the function's timeout; 1 hour if not given.
    table: whose partition key is `id`, a string; one is made if not given. Keys and requests are kept as digests.

    Raises ValueError for a time that is not of whole seconds, or none.

    https://docs.aws.amazon.com/powertools/python/latest/utilities/idempotency/
    """

    expires_after: Duration | None = None
    table: "dynamodb.ITable | None" = None

    def __post_init__(self) -> None:
        check_count("expires_after in seconds", self.seconds, 1)

    @property
    def seconds(self) -> float:
        """How long an answer is kept."""
        return _HOUR if self.expires_after is None else in_seconds("expires_after", self.expires_after)


def add_idempotency(
    scope: Construct, function: lambda_.Function, idempotency: Idempotency, *, encryption_key: kms.IKey | None
) -> None:
    """Give the function the table, and leave to use it."""
    # With DynamoDB's constructs, which an invoker without the option does without.
    from sagewire.invokers.powertools_table import allow, check_table, records_table  # noqa: PLC0415

    if idempotency.table:
        check_table(scope, "table of idempotency", idempotency.table)
    table = idempotency.table or records_table(scope, "IdempotencyKeys", encryption_key=encryption_key)
    allow(function, table, permissions.keep_answers(table.table_arn))
    function.add_environment("SAGEWIRE_IDEMPOTENCY_TABLE", table.table_name)
    function.add_environment("SAGEWIRE_IDEMPOTENCY_SECONDS", _figure(idempotency.seconds))


def check_idempotency(idempotency: Idempotency, *, timeout: float, stream: ResponseStream | None) -> None:
    """Raise ValueError for a function that could infer one key twice at once, or whose answers are posted elsewhere."""
    if not pseudo.is_token(idempotency.seconds) and idempotency.seconds <= timeout:
        raise ValueError(
            f"expires_after is {idempotency.seconds:g} s; allowed is more than the function's timeout, {timeout:g} s,"
            f" or a key is free again while its inference still runs ({_SOURCE})"
        )
    if stream and not stream.answers:
        raise ValueError(
            "idempotency is given together with ResponseStream.to_connection: parts that were posted are not kept,"
            f" leave one of them out, or take ResponseStream.collected ({_SOURCE})"
        )


def _figure(number: float) -> str:
    return str(number) if pseudo.is_token(number) else str(int(number))
