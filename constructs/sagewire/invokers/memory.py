"""How much memory a function takes, by the payloads that it holds at a time."""

import math
from dataclasses import dataclass

from aws_cdk import Size
from aws_cdk import aws_lambda as lambda_

from sagewire.amounts import in_bytes
from sagewire.limits import LAMBDA_MEMORY, LAMBDA_PAYLOAD
from sagewire.pseudo import is_token

_MIB = 1024**2
_AT_LEAST = 512
_STEP = 64
# The runtime and what it loads take less than 128 MiB; a payload is held as bytes, text and JSON at the same time.
_OWN = 128
_COPIES = 4


@dataclass(frozen=True, kw_only=True)
class Payloads:
    """The largest request and the largest response in bytes; 0 where nobody stated them."""

    request: float
    response: float

    @staticmethod
    def of(*, request: Size | None, response: Size | None = None) -> "Payloads":
        """What is stated."""
        return Payloads(
            request=in_bytes("request", request) if request else 0,
            response=in_bytes("response", response) if response else 0,
        )

    def memory_size(self, at_once: int = 1) -> int:
        """MiB for so many inferences at once, in steps.

        Raises:
            ValueError: For more inferences than the largest function has memory for.
        """
        wanted = math.ceil(self._held(at_once) / _STEP) * _STEP
        if self.response and wanted > LAMBDA_MEMORY.value:
            raise ValueError(
                f"concurrency is {at_once}, and so many responses of {self.response:.0f} B take {wanted} MiB of memory;"
                f" allowed are {LAMBDA_MEMORY.minimum} to {LAMBDA_MEMORY.value} {LAMBDA_MEMORY.unit}"
                f" ({LAMBDA_MEMORY.source}): give at most {self._most()}"
            )
        return min(max(wanted, _AT_LEAST), LAMBDA_MEMORY.value)

    def _held(self, at_once: int) -> float:
        # All messages of a batch come in one event.
        requests = max(self.request, min(self.request * at_once, LAMBDA_PAYLOAD.value))
        return _OWN + _COPIES * (requests + self.response * at_once) / _MIB

    def _most(self) -> int:
        requests = max(self.request, LAMBDA_PAYLOAD.value)
        return max(1, int(((LAMBDA_MEMORY.value - _OWN) * _MIB / _COPIES - requests) / self.response))


def hold_at_once(function: lambda_.Function, payloads: Payloads, at_once: int) -> None:
    """Give the function the memory for so many inferences at once, unless it has more."""
    wanted = payloads.memory_size(at_once)
    if wanted == payloads.memory_size():
        return
    resource = function.node.default_child
    assert isinstance(resource, lambda_.CfnFunction)
    if wanted > (resource.memory_size or 0) and not is_token(resource.memory_size):
        resource.memory_size = wanted
