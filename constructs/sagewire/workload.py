"""What a template cannot tell about a model and its traffic, stated by the people who measured it."""

from dataclasses import dataclass
from typing import Any

from aws_cdk import Duration, Size

METADATA_KEY = "sagewire"


@dataclass(frozen=True, kw_only=True)
class ModelProfile:
    """How one model behaves, measured.

    latency: time that the container needs for one invocation (99th percentile).
    memory: what the loaded model takes in memory, its framework included.
    start: from the container's start to its first answer on /ping, the download of the artifact included.
    """

    latency: Duration | None = None
    memory: Size | None = None
    start: Duration | None = None

    def to_metadata(self) -> dict[str, Any]:
        """The profile as it stands in the template, under Metadata.sagewire of the model."""
        return _stated(
            latencyMilliseconds=_milliseconds(self.latency),
            memoryMiB=_mebibytes(self.memory),
            startMilliseconds=_milliseconds(self.start),
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

    def to_metadata(self) -> dict[str, Any]:
        """The traffic as it stands in the template, under Metadata.sagewire of the function."""
        return _stated(
            deadlineMilliseconds=_milliseconds(self.deadline),
            requestBytes=_bytes(self.request),
            responseBytes=_bytes(self.response),
            peakRate=self.peak_rate,
        )


def _stated(**facts: float | None) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value is not None}


def _milliseconds(duration: Duration | None) -> float | None:
    return None if duration is None else duration.to_milliseconds()


def _mebibytes(size: Size | None) -> float | None:
    return None if size is None else size.to_mebibytes()


def _bytes(size: Size | None) -> float | None:
    return None if size is None else size.to_bytes()
