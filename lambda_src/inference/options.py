"""What only some functions have, by AWS Lambda Powertools: imported where the environment asks for it, and only there.

Powertools and boto3 come with its layer and Lambda's runtime; without an option neither is loaded.
https://docs.aws.amazon.com/powertools/python/latest/
"""

from collections.abc import Mapping

from inference.endpoint import Endpoint, Guard, unguarded
from inference.settings import CIRCUIT_TABLE, IDEMPOTENCY_TABLE


def guard(environment: Mapping[str, str]) -> Guard:
    """The circuit breaker that the environment asks for, or nothing; raises SettingsError."""
    table = CIRCUIT_TABLE.read_if_set(environment)
    if table is None:
        return unguarded
    from inference.circuit_breaker import CircuitBreaker  # noqa: PLC0415 (see above)

    return CircuitBreaker.read(environment, table=table)


def idempotent(endpoint: Endpoint, environment: Mapping[str, str]) -> Endpoint:
    """The endpoint, asked once for each idempotency key where the environment wants it; raises SettingsError."""
    table = IDEMPOTENCY_TABLE.read_if_set(environment)
    if table is None:
        return endpoint
    from inference.idempotency import IdempotentEndpoint  # noqa: PLC0415 (see above)

    return IdempotentEndpoint.read(environment, endpoint=endpoint, table=table)
