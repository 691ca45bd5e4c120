"""What the CDK constructs tell the functions through their environment, read once when a function starts."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from inference.choices import FixedChoices

Value = TypeVar("Value")


class SettingsError(Exception):
    """A variable is missing or cannot be used; the message names it."""


@dataclass(frozen=True, kw_only=True)
class Variable(Generic[Value]):
    """One environment variable and what it may say."""

    name: str
    allowed: str
    parse: Callable[[str], Value]  # raises ValueError
    default: str = ""

    def read(self, environment: Mapping[str, str]) -> Value:
        """Its value; raises SettingsError."""
        given = environment.get(self.name, self.default)
        if not given:
            raise SettingsError(f"the environment variable {self.name} is missing: set it to {self.allowed}")
        try:
            return self.parse(given)
        except ValueError:
            message = f"the environment variable {self.name} is {given!r}: set it to {self.allowed}"
            raise SettingsError(message) from None

    def read_if_set(self, environment: Mapping[str, str]) -> Value | None:
        """As `read`, or None for a variable that is not set or empty."""
        return self.read(environment) if environment.get(self.name) else None


def _count(given: str) -> int:
    count = int(given)
    if count < 1:
        raise ValueError
    return count


def _seconds(given: str) -> float:
    seconds = float(given)
    if not 0 < seconds < math.inf:
        raise ValueError
    return seconds


def _one_of(*names: str) -> Callable[[str], str]:
    def parse(given: str) -> str:
        if given not in names:
            raise ValueError
        return given

    return parse


def _s3_location(given: str) -> tuple[str, str]:
    scheme, _, rest = given.partition("s3://")
    bucket, _, prefix = rest.partition("/")
    if scheme or not bucket:
        raise ValueError
    return bucket, prefix.strip("/")


COLLECT = "collect"
CONNECTION = "connection"
A_COUNT = "a whole number of at least 1"
SOME_SECONDS = "a number of seconds above 0"
A_TABLE = "the name of a DynamoDB table"
ENDPOINT_NAME = Variable(name="SAGEWIRE_ENDPOINT_NAME", allowed="the name of the endpoint", parse=str)
READ_TIMEOUT = Variable(name="SAGEWIRE_READ_TIMEOUT", allowed=SOME_SECONDS, parse=_seconds)
REQUEST_LIMIT = Variable(name="SAGEWIRE_REQUEST_LIMIT", allowed=A_COUNT, parse=_count)
MAX_ATTEMPTS = Variable(name="SAGEWIRE_MAX_ATTEMPTS", allowed=A_COUNT, parse=_count)
BACKOFF_BASE = Variable(name="SAGEWIRE_BACKOFF_BASE", allowed=SOME_SECONDS, parse=_seconds, default="0.2")
RESULT_BUS = Variable(name="SAGEWIRE_RESULT_BUS", allowed="the name or ARN of an event bus", parse=str)
RESULT_SOURCE = Variable(name="SAGEWIRE_RESULT_SOURCE", allowed="the source of result events", parse=str)
RESULT_QUEUE = Variable(name="SAGEWIRE_RESULT_QUEUE", allowed="the URL of an SQS queue", parse=str)
CONCURRENCY = Variable(name="SAGEWIRE_CONCURRENCY", allowed=A_COUNT, parse=_count, default="1")
FIXED = {
    "TargetVariant": Variable(name="SAGEWIRE_TARGET_VARIANT", allowed="the name of a variant", parse=str),
    "TargetModel": Variable(name="SAGEWIRE_TARGET_MODEL", allowed="the key of a model's archive", parse=str),
    "InferenceComponentName": Variable(
        name="SAGEWIRE_INFERENCE_COMPONENT", allowed="the name of an inference component", parse=str
    ),
}
REQUIRED_TARGET = Variable(name="SAGEWIRE_REQUIRED_TARGET", allowed=" or ".join(FIXED), parse=_one_of(*FIXED))
METRIC_NAMESPACE = Variable(name="SAGEWIRE_METRIC_NAMESPACE", allowed="a namespace of CloudWatch", parse=str)
STREAM = Variable(name="SAGEWIRE_STREAM", allowed=f"{COLLECT} or {CONNECTION}", parse=_one_of(COLLECT, CONNECTION))
STREAM_LIMIT = Variable(name="SAGEWIRE_STREAM_LIMIT", allowed=A_COUNT, parse=_count)
STREAM_TIME = Variable(name="SAGEWIRE_STREAM_TIME", allowed=SOME_SECONDS, parse=_seconds)
IDEMPOTENCY_TABLE = Variable(name="SAGEWIRE_IDEMPOTENCY_TABLE", allowed=A_TABLE, parse=str)
IDEMPOTENCY_SECONDS = Variable(name="SAGEWIRE_IDEMPOTENCY_SECONDS", allowed=A_COUNT, parse=_count, default="3600")
CIRCUIT_TABLE = Variable(name="SAGEWIRE_CIRCUIT_TABLE", allowed=A_TABLE, parse=str)
CIRCUIT_FAILURES = Variable(name="SAGEWIRE_CIRCUIT_FAILURES", allowed=A_COUNT, parse=_count, default="5")
CIRCUIT_RECOVERY = Variable(name="SAGEWIRE_CIRCUIT_RECOVERY", allowed=A_COUNT, parse=_count, default="30")
CIRCUIT_SUCCESSES = Variable(name="SAGEWIRE_CIRCUIT_SUCCESSES", allowed=A_COUNT, parse=_count, default="3")
INPUT_LOCATION = Variable(
    name="SAGEWIRE_INPUT_LOCATION", allowed="s3://bucket or s3://bucket/prefix", parse=_s3_location
)


@dataclass(frozen=True, kw_only=True)
class EndpointSettings:
    """The endpoint and how to ask it."""

    endpoint_name: str
    read_timeout: float  # seconds one attempt may wait for the endpoint
    request_limit: int  # bytes the endpoint's kind accepts
    max_attempts: int
    backoff_base: float  # seconds, the longest pause before the second attempt
    stream_time: float = 0.0  # seconds that a streamed answer may take
    concurrency: int = 1  # inferences at once, of the records that come together
    fixed: FixedChoices = field(default_factory=FixedChoices)
    metric_namespace: str | None = None

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "EndpointSettings":
        """From the environment; raises SettingsError."""
        return cls(
            endpoint_name=ENDPOINT_NAME.read(environment),
            read_timeout=READ_TIMEOUT.read(environment),
            request_limit=REQUEST_LIMIT.read(environment),
            max_attempts=MAX_ATTEMPTS.read(environment),
            backoff_base=BACKOFF_BASE.read(environment),
            concurrency=CONCURRENCY.read(environment),
            fixed=_fixed_choices(environment),
            stream_time=STREAM_TIME.read_if_set(environment) or 0.0,
            metric_namespace=METRIC_NAMESPACE.read_if_set(environment),
        )

    @property
    def longest_answer(self) -> float:
        """Seconds from the request to the end of an answer, or of its wait."""
        return max(self.read_timeout, self.stream_time)


def _fixed_choices(environment: Mapping[str, str]) -> FixedChoices:
    read = {name: variable.read_if_set(environment) for name, variable in FIXED.items()}
    return FixedChoices(
        choices={name: value for name, value in read.items() if value},
        required=REQUIRED_TARGET.read_if_set(environment),
    )


@dataclass(frozen=True, kw_only=True)
class StreamSettings:
    """What becomes of a streamed answer, and its bounds."""

    destination: str  # COLLECT: one answer; CONNECTION: part by part to a WebSocket connection
    limit: float  # bytes of the whole answer; none where its parts are not kept
    time: float  # seconds from the request until the last part

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "StreamSettings":
        """From the environment; raises SettingsError."""
        destination = STREAM.read(environment)
        limit = STREAM_LIMIT.read if destination == COLLECT else STREAM_LIMIT.read_if_set
        return cls(
            destination=destination,
            limit=limit(environment) or math.inf,
            time=STREAM_TIME.read(environment),
        )


@dataclass(frozen=True, kw_only=True)
class ResultSettings:
    """The bus that results are published to."""

    bus: str  # name or ARN
    source: str

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "ResultSettings":
        """From the environment; raises SettingsError."""
        return cls(bus=RESULT_BUS.read(environment), source=RESULT_SOURCE.read(environment))


@dataclass(frozen=True, kw_only=True)
class InputLocation:
    """Where inline requests to an asynchronous endpoint are stored."""

    bucket: str
    prefix: str

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "InputLocation":
        """From the environment; raises SettingsError."""
        bucket, prefix = INPUT_LOCATION.read(environment)
        return cls(bucket=bucket, prefix=prefix)

    def key(self, name: str) -> str:
        """The key of the object called `name` under this location."""
        return f"{self.prefix}/{name}" if self.prefix else name
