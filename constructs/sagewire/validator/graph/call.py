"""How a function asks an endpoint: how long it waits for an answer, and how often it tries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sagewire import limits
from sagewire.validator.value import Value

if TYPE_CHECKING:
    from sagewire.validator.graph.function import Function

# Pauses of botocore double from 1 s until they are as long as the longest: 1, 2, 4, 8, 16, 20, 20, ...
_DOUBLING = 5


@dataclass(frozen=True, eq=False)
class Call:
    """The calls of one function, as its environment tells them of sagewire's own code, and people of theirs."""

    function: Function

    @property
    def own_wait(self) -> Value:
        """Where sagewire's own code is told the seconds that it waits for a whole answer."""
        variables = self.function.variables
        streamed = variables["SAGEWIRE_STREAM_TIME"]
        return variables["SAGEWIRE_READ_TIMEOUT"] if streamed.absent else streamed

    @property
    def stated_wait(self) -> Value:
        """Where people state the milliseconds that one attempt of their own code waits."""
        return self.function.resource.stated["readTimeoutMilliseconds"]

    @property
    def told_wait(self) -> Value:
        """Where it is told how long one attempt waits; absent for code that leaves it to botocore."""
        return self.stated_wait if self.own_wait.absent else self.own_wait

    @property
    def told_attempts(self) -> Value:
        """Where it is told how often one request is sent; absent for code that leaves it to botocore."""
        own = self.function.variables["SAGEWIRE_MAX_ATTEMPTS"]
        return self.function.resource.stated["attempts"] if own.absent else own

    @property
    def wait(self) -> float | None:
        """Seconds that one attempt waits, botocore's default where nothing is told; None if it is not known."""
        if not self.own_wait.absent:
            return self.own_wait.number
        stated = self.stated_wait
        if stated.absent:
            return limits.BOTOCORE_READ_TIMEOUT.value
        return None if stated.number is None else stated.number / 1000

    @property
    def attempts(self) -> float | None:
        """How often one request is sent, botocore's default where nothing is told; None if it is not known."""
        told = self.told_attempts
        return limits.BOTOCORE_ATTEMPTS.value if told.absent else told.number

    @property
    def longest(self) -> float | None:
        """Seconds that all attempts take which are waited for in vain, with the longest pauses between them.

        Sagewire's own code begins no attempt that the function's time does not allow: there it is one wait.
        """
        wait, attempts = self.wait, self.attempts
        if self.function.own or wait is None:
            return wait
        return None if attempts is None else attempts * wait + _pauses(attempts - 1)

    @property
    def assumed(self) -> str:
        """What a message says of where the figures are from."""
        wait, attempts = self.told_wait.absent, self.told_attempts.absent
        if wait and attempts:
            return "botocore's defaults"
        return "as stated, the rest by botocore's default" if wait or attempts else "as stated"


def _pauses(count: float) -> float:
    """Seconds of so many pauses, each as long as botocore makes it at most."""
    doubled = min(max(count, 0), _DOUBLING)
    return 2**doubled - 1 + max(count - _DOUBLING, 0) * limits.BOTOCORE_PAUSE.value
