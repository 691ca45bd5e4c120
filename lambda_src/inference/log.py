"""One JSON line per invocation on stdout: whose request, which endpoint, how it ended. Never a payload."""

import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from traceback import walk_tb
from typing import Any

from inference.embedded_metrics import embedded
from inference.errors import HeldBack, InferenceError, OutOfTime
from inference.request import InferenceRequest
from inference.response import InferenceResponse

FIELD_LIMIT = 512  # characters
# AWS quotes a request whose signature it refuses, its session token included.
_SECRETS = ("AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
_QUOTED_TOKEN = re.compile(r"(?i)(x-amz-security-token\W{1,3})[\w+/=%-]+")  # of credentials from elsewhere
_SHORTEST_SECRET = 16  # characters: what is shorter is a placeholder, and may be a word
_SERVER_ERROR = 500
_NOT_STARTED = frozenset({HeldBack.__name__, OutOfTime.__name__})


@dataclass(kw_only=True)
class InvocationRecord:
    """What is known about one invocation so far; until it ends well it counts as an unhandled error."""

    request_id: str
    way_in: str
    endpoint: str
    remaining: Callable[[], int]  # milliseconds, until Lambda ends the function
    function_request_id: str | None = None
    correlation_id: str | None = None
    metric_namespace: str | None = None
    attempts: int = 0
    endpoint_milliseconds: int | None = None  # of the last attempt
    status: int = 500
    code: str | None = "Unhandled"
    detail: str | None = None
    variant: str | None = None
    request_bytes: int | None = None
    response_bytes: int | None = None
    inference_id: str | None = None
    started: float = field(default_factory=time.monotonic)

    @property
    def milliseconds(self) -> int:
        """Since the invocation began."""
        return round((time.monotonic() - self.started) * 1000)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Counts an attempt on the endpoint, and takes its time."""
        self.attempts += 1
        began = time.monotonic()
        try:
            yield
        finally:
            self.endpoint_milliseconds = round((time.monotonic() - began) * 1000)

    def asked(self, request: InferenceRequest) -> None:
        """Notes the request."""
        self.request_bytes = request.size
        self.inference_id = request.id
        self.correlation_id = request.correlation_id

    def answered(self, response: InferenceResponse) -> None:
        """Notes the endpoint's answer."""
        self.variant, self.response_bytes = response.variant, len(response.body)

    def succeeded(self, response: InferenceResponse) -> None:
        """Notes that the caller has it."""
        self.status, self.code = response.status, None

    def failed(self, error: InferenceError) -> None:
        """Notes the error."""
        self.status, self.code = error.status, error.code
        self.detail = error.detail or str(error)

    def unhandled(self, error: Exception) -> str:
        """Notes an error that is no row of the table: which and where, as its words may quote the request."""
        *_, (frame, line) = walk_tb(error.__traceback__)
        file = frame.f_code.co_filename.rpartition("/")[2]
        self.detail = f"{type(error).__name__} in {file}:{line}"
        return self.detail

    def untold(self, error: InferenceError) -> None:
        """Notes that the error noted before could not be published, and why."""
        self.detail = f"{self.detail}; {error.code}: {error.detail}"

    @property
    def is_untouched(self) -> bool:
        """Whether it goes back as it came, as a message does that is not to be started."""
        return self.code in _NOT_STARTED and self.request_bytes is None

    def write(self) -> None:
        """Writes the line."""
        write_line(
            level(self.status),
            {
                "requestId": self.request_id,
                "functionRequestId": self.function_request_id,
                "correlationId": self.correlation_id,
                "traceId": os.environ.get("_X_AMZN_TRACE_ID"),
                "wayIn": self.way_in,
                "endpoint": self.endpoint,
                "variant": self.variant,
                "status": self.status,
                "code": self.code,
                "detail": self.detail,
                "attempts": self.attempts,
                "milliseconds": self.milliseconds,
                "endpointMilliseconds": self.endpoint_milliseconds,
                "requestBytes": self.request_bytes,
                "responseBytes": self.response_bytes,
                "inferenceId": self.inference_id,
            },
            self._metrics(),
        )

    def _metrics(self) -> Mapping[str, Any]:
        """What CloudWatch counts, in the same line."""
        if not self.metric_namespace or self.is_untouched:
            return {}
        latency = {} if self.endpoint_milliseconds is None else {"Latency": self.endpoint_milliseconds}
        failed = int(self.status >= _SERVER_ERROR)
        counted = {"Invocations": 1, "Failures": failed, "Attempts": self.attempts, **latency}
        return embedded(self.metric_namespace, {"Endpoint": self.endpoint}, counted)


def level(status: int) -> str:
    """The level of an invocation that ended with this HTTP status."""
    if status >= _SERVER_ERROR:
        return "ERROR"
    return "INFO" if status < 400 else "WARN"  # noqa: PLR2004 (HTTP's client errors)


def write_line(severity: str, fields: Mapping[str, str | int | None], metrics: Mapping[str, Any] | None = None) -> None:
    """One line of ASCII, which no field can break; None is left out, long fields are cut, secrets covered."""
    line = {"timestamp": datetime.now(UTC).isoformat(), "level": severity}
    known = {name: _cut(_covered(value)) for name, value in fields.items() if value is not None}
    sys.stdout.write(json.dumps({**line, **known, **(metrics or {})}, ensure_ascii=True) + "\n")
    sys.stdout.flush()


def _covered(value: str | int) -> str | int:
    if isinstance(value, str):
        for name in _SECRETS:
            secret = os.environ.get(name, "")
            if len(secret) >= _SHORTEST_SECRET:
                value = value.replace(secret, f"<{name}>")
        return _QUOTED_TOKEN.sub(r"\1<hidden>", value)
    return value


def _cut(value: str | int) -> str | int:
    return f"{value[:FIELD_LIMIT]}..." if isinstance(value, str) and len(value) > FIELD_LIMIT else value
