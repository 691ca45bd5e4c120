"""What a template cannot tell about a model and its traffic, stated by the people who measured it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from aws_cdk import Duration, Size

from sagewire.amounts import in_bytes, in_mebibytes, in_milliseconds
from sagewire.arguments import check_at_least

_Amount = TypeVar("_Amount", Duration, Size)
METADATA_KEY = "sagewire"


@dataclass(frozen=True, kw_only=True)
class ModelProfile:
    """How one model behaves, measured.

    latency: time that the container needs for one invocation (99th percentile).
    memory: what the loaded model takes in the instance's memory, its framework included.
    accelerator_memory: what it takes in the accelerators' own memory, all of them together.
    start: from the container's start to its first answer on /ping, the download of the artifact included.
    """

    latency: Duration | None = None
    memory: Size | None = None
    accelerator_memory: Size | None = None
    start: Duration | None = None

    def to_metadata(self) -> dict[str, Any]:
        """The profile as it stands in the template, under Metadata.sagewire of the model."""
        return _stated(
            latencyMilliseconds=_stated_as(in_milliseconds, "latency", self.latency),
            memoryMiB=_stated_as(in_mebibytes, "memory", self.memory),
            acceleratorMemoryMiB=_stated_as(in_mebibytes, "accelerator_memory", self.accelerator_memory),
            startMilliseconds=_stated_as(in_milliseconds, "start", self.start),
        )


@dataclass(frozen=True, kw_only=True)
class Traffic:
    """How one function is called.

    deadline: how long its caller waits. request, response: the largest of them. peak_rate: calls a second.
    """

    deadline: Duration | None = None
    request: Size | None = None
    response: Size | None = None
    peak_rate: float | None = None

    def __post_init__(self) -> None:
        check_at_least("peak_rate", 0 if self.peak_rate is None else self.peak_rate, 0)

    def to_metadata(self) -> dict[str, Any]:
        """The traffic as it stands in the template, under Metadata.sagewire of the function."""
        return _stated(
            deadlineMilliseconds=_stated_as(in_milliseconds, "deadline", self.deadline),
            requestBytes=_stated_as(in_bytes, "request", self.request),
            responseBytes=_stated_as(in_bytes, "response", self.response),
            peakRate=self.peak_rate,
        )


def _stated(**facts: float | None) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value is not None}


def _stated_as(unit: Callable[[str, _Amount], float], name: str, amount: _Amount | None) -> float | None:
    return None if amount is None else unit(name, amount)
