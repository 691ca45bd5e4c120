"""How many messages of one batch a function has the time to start."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sagewire.model import Model
from sagewire.pseudo import is_token

_CONFIGURE = "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html"
# Seconds that an attempt takes beside the endpoint's answer; lambda_src/inference/retry.py starts none without them.
ATTEMPT_MARGIN = 3.5


@dataclass(frozen=True, kw_only=True)
class BatchTime:
    """The time that a batch has.

    latency: seconds of one inference; 0 where nothing is known.
    room: seconds within which the last must start.
    at_once: how many are inferred at once.
    fifo: whether messages of one group, as all of a batch may be, are inferred one after the other.
    """

    latency: float
    room: float
    at_once: int
    fifo: bool

    @staticmethod
    def of(models: Sequence[Model], *, spare: float, at_once: int, fifo: bool) -> "BatchTime":
        """By the slowest of the models with a profile; `spare` is what the timeout has beside one wait for them."""
        latencies = [model.profile.latency.to_milliseconds() / 1000 for model in models if model.profile.latency]
        latency = max(latencies, default=0)
        latency = 0 if is_token(latency) else latency
        return BatchTime(latency=latency, room=spare - ATTEMPT_MARGIN, at_once=at_once, fifo=fifo)

    @property
    def most(self) -> float:
        """How many messages all have the time to start."""
        return (math.floor(self.room / self.latency) + 1) * self._side_by_side if self.latency else math.inf

    def check(self, batch_size: float) -> None:
        """Raise ValueError for a batch of which the function never has the time to start the last."""
        if is_token(batch_size) or batch_size <= self.most:
            return
        start = (math.ceil(batch_size / self._side_by_side) - 1) * self.latency
        how = "those of one group are inferred in order" if self.fifo else f"{self.at_once} are inferred at once"
        more = "" if self.fifo else ", or a greater concurrency"
        raise ValueError(
            f"batch_size is {batch_size:g}, of which {how}, {self.latency:g} s each: the last would start after"
            f" {start:g} s, and the function's timeout lets it start within {self.room:g} s. Give batch_size at most"
            f" {self.most}{more} ({_CONFIGURE})"
        )

    @property
    def _side_by_side(self) -> int:
        return 1 if self.fifo else self.at_once
