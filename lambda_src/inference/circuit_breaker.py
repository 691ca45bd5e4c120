"""A circuit breaker before each request: an endpoint that failed several requests in a row is left alone for a while.

A request counts once, however many attempts it takes: one that no endpoint could serve would open the circuit for all.

The circuit of an endpoint is shared by all that ask it, through DynamoDB. While it is open, nothing is sent, and what
was asked fails with CircuitOpen, to be sent again later; then one caller probes, and enough successes close it. Where
DynamoDB does not answer, the endpoint is asked nevertheless, and the log says so.
https://docs.aws.amazon.com/powertools/python/latest/utilities/circuit_breaker/
"""

import math
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from aws_lambda_powertools.utilities.circuit_breaker import (
    CircuitBreakerConfig,
    CircuitBreakerOpenError,
    CircuitState,
    circuit_breaker,
)
from aws_lambda_powertools.utilities.circuit_breaker.persistence import (
    CircuitBreakerDynamoDBPersistence,
    CircuitStateRecord,
)
from botocore.exceptions import BotoCoreError, ClientError

from inference import errors
from inference.client import TABLE, client
from inference.endpoint import Ask
from inference.errors import CircuitOpen
from inference.log import write_line
from inference.response import InferenceResponse
from inference.retry import RetryPolicy
from inference.settings import CIRCUIT_FAILURES, CIRCUIT_RECOVERY, CIRCUIT_SUCCESSES, EndpointSettings

# The endpoint's own failures, and no others. A client's error says nothing of it. One that throttles works: to open
# the circuit would deny what it still serves, and the pauses between attempts slow the callers down already. A model
# that is not ready, or a function that has no access, does not recover by being left alone.
FAILURES = (
    errors.ServiceUnavailable,
    errors.InternalFailure,
    errors.ModelServerError,
    errors.Unreachable,
    errors.ConnectionReset,
    errors.ConnectionLost,
    errors.ReadTimeout,
    errors.ModelTimeout,
    errors.StreamBroken,
)

# Seconds. https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html
LONGEST_FUNCTION = 900


@dataclass(frozen=True, kw_only=True)
class CircuitBreaker:
    """The guard of one endpoint."""

    name: str
    store: "CircuitStore"
    config: CircuitBreakerConfig
    probing: Lock = field(default_factory=Lock)
    # Powertools knows who probes by the thread, and a batch has new threads each time: the successes of one that is
    # gone would never add up. It starts its thread with the first probe.
    prober: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(max_workers=1))

    @classmethod
    def read(cls, environment: Mapping[str, str], *, table: str) -> "CircuitBreaker":
        """As the environment says; raises SettingsError."""
        endpoint = EndpointSettings.read(environment)
        probe = min(LONGEST_FUNCTION, math.ceil(RetryPolicy.of(endpoint).longest_call))
        return cls(
            name=endpoint.endpoint_name,
            store=CircuitStore(probe_seconds=probe, table_name=table, boto3_client=client("dynamodb", TABLE)),
            config=CircuitBreakerConfig(
                failure_threshold=CIRCUIT_FAILURES.read(environment),
                recovery_timeout=CIRCUIT_RECOVERY.read(environment),
                success_threshold=CIRCUIT_SUCCESSES.read(environment),
                handled_exceptions=FAILURES,
            ),
        )

    def __call__(self, ask: Ask) -> InferenceResponse:
        """The answer, after all attempts; raises their InferenceError, or CircuitOpen if none was made."""
        protect = circuit_breaker(name=self.name, persistence_store=self.store, config=self.config)
        protected: Ask = protect(ask)
        try:
            if self.store.get_state(self.name).state is CircuitState.CLOSED:
                return protected()
            return self._probe(protected)
        except CircuitBreakerOpenError as refusal:
            raise CircuitOpen(detail=str(refusal)) from refusal

    def _probe(self, protected: Ask) -> InferenceResponse:
        """Asks in the one thread that may probe; whoever finds it busy is refused at once."""
        if not self.probing.acquire(blocking=False):
            raise CircuitOpen(detail=f"circuit {self.name} is being probed")
        try:
            return self.prober.submit(protected).result()
        finally:
            self.probing.release()


class CircuitStore(CircuitBreakerDynamoDBPersistence):
    """The table of the circuits, which says in the log when it does not answer."""

    def __init__(self, *, probe_seconds: int, **table: Any) -> None:
        """Remember how long a probe may take, beside what Powertools wants to know."""
        super().__init__(**table)
        self._probe_seconds = probe_seconds

    def configure(self, config: CircuitBreakerConfig, circuit_name: str) -> None:
        """As Powertools, but that nobody else may probe before a probe that gets no answer has ended."""
        lease = config.recovery_timeout + self._probe_seconds
        super().configure(CircuitBreakerConfig(recovery_timeout=lease), circuit_name)

    def try_acquire_half_open(self, name: str, owner: str, opened_at: int) -> bool:
        """As Powertools, but that one who cannot ask DynamoDB may probe: nobody else can find out either."""
        try:
            return super().try_acquire_half_open(name, owner, opened_at)
        except (BotoCoreError, ClientError):
            return True

    def _get_record(self, name: str) -> CircuitStateRecord | None:
        """None stands for closed, and is remembered for some seconds, so that not every request waits for a timeout."""
        try:
            with _told(name):
                return super()._get_record(name)
        except (BotoCoreError, ClientError):
            return None

    def _put_record(
        self, record: CircuitStateRecord, condition: str | None = None, expected_opened_at: int | None = None
    ) -> None:
        with _told(record.name):
            super()._put_record(record, condition, expected_opened_at)

    def _update_record(self, record: CircuitStateRecord) -> None:
        with _told(record.name):
            super()._update_record(record)


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Logs what DynamoDB fails with, as Powertools keeps it to itself."""
    try:
        yield
    except (BotoCoreError, ClientError) as fault:
        write_line("WARN", {"endpoint": name, "code": "CircuitStoreUnavailable", "detail": str(fault)})
        raise
