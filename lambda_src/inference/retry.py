"""The one retry policy: which attempts on the endpoint are made again, when, and within which time.

The clients (inference/aws, client.py) send each request once. botocore's own retries would repeat a read timeout,
which may run an inference twice, and what they do about a model that is not ready changed between its versions.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import uniform
from time import sleep
from typing import TypeVar

from inference.errors import InferenceError, OutOfTime, Retry
from inference.settings import EndpointSettings

BACKOFF_CAP = 5.0  # seconds, the longest pause
CONNECT_TIMEOUT = 3.0  # seconds: two retransmissions of the first packet
ANSWER_RESERVE = 0.5  # seconds, kept to answer the caller

Answer = TypeVar("Answer")


@dataclass(frozen=True, kw_only=True)
class RetryPolicy:
    """Bounded attempts with full jitter between them, none of which outlasts the function.

    An attempt is only started when CONNECT_TIMEOUT, the read timeout and ANSWER_RESERVE are left. The first
    therefore needs a function timeout of SAGEWIRE_READ_TIMEOUT + 3.5 s; the constructs give at least + 10 s. A streamed
    answer needs SAGEWIRE_STREAM_TIME instead, where that is longer.
    Each further one needs the time of those before it on top, and its pause: at most `backoff_base` seconds
    before the second attempt, twice as much before each next one, never more than BACKOFF_CAP.

    CONNECT_TIMEOUT is that of all addresses of the host together, its name once found, and of the TLS handshake. The
    read timeout is that of the whole answer, even one that trickles in; of a streamed one, that of its beginning and of
    each silence.
    """

    max_attempts: int
    backoff_base: float
    read_timeout: float
    connect_timeout: float = CONNECT_TIMEOUT

    @classmethod
    def of(cls, settings: EndpointSettings) -> "RetryPolicy":
        """The policy the environment asks for."""
        return cls(
            max_attempts=settings.max_attempts,
            backoff_base=settings.backoff_base,
            read_timeout=settings.longest_answer,
        )

    def call(self, attempt: Callable[[], Answer], *, remaining: Callable[[], int]) -> Answer:
        """The first good answer of `attempt`; `remaining` is the function's time left, in milliseconds.

        Raises:
            OutOfTime: not even the first attempt could finish.
            InferenceError: the last attempt's error, when it must not or can no longer be made again.
        """
        self.check(remaining())
        for number in range(1, self.max_attempts):
            pause = uniform(0, self.longest_pause(number))  # noqa: S311 (jitter)
            try:
                return attempt()
            except InferenceError as error:
                if error.retry is not Retry.NOW or not self._fits(remaining(), pause):
                    raise
            sleep(pause)
        return attempt()

    def check(self, left: int) -> None:
        """Raises OutOfTime when not even one attempt could finish within that many milliseconds."""
        if not self._fits(left):
            raise OutOfTime(f"the function has {left} ms left, an attempt needs {self._needed} ms")

    def longest_pause(self, attempts: int) -> float:
        """Seconds, after that many attempts."""
        return min(BACKOFF_CAP, self.backoff_base * 2.0 ** (attempts - 1))

    @property
    def longest_call(self) -> float:
        """Seconds that all attempts and pauses may take, were the function's time no bound."""
        pauses = sum(map(self.longest_pause, range(1, self.max_attempts)))
        return self.max_attempts * (self.connect_timeout + self.read_timeout) + pauses

    @property
    def _needed(self) -> int:
        return round((self.connect_timeout + self.read_timeout + ANSWER_RESERVE) * 1000)

    def _fits(self, remaining: int, pause: float = 0.0) -> bool:
        return remaining - pause * 1000 >= self._needed
