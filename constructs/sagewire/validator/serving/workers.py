"""How many processes of a model's server load the model, as its container's environment says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sagewire.validator.figures import figure
from sagewire.validator.graph.model import Model
from sagewire.validator.value import Value

# What the model servers of AWS's images read, and what AWS's examples of own containers do; each of these processes
# takes one request at a time.
_ONE_AT_A_TIME = (
    "SAGEMAKER_MODEL_SERVER_WORKERS",
    "MODEL_SERVER_WORKERS",
    "TS_DEFAULT_WORKERS_PER_MODEL",
    "MMS_DEFAULT_WORKERS_PER_MODEL",
    "SAGEMAKER_TS_MIN_WORKERS",
    "SAGEMAKER_TS_MAX_WORKERS",
)
# TensorFlow's servers load the model as well, but each takes several requests at a time.
_SEVERAL_AT_A_TIME = ("SAGEMAKER_TFS_INSTANCE_COUNT",)
SOURCE = "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-troubleshooting.html"


class Room(NamedTuple):
    """Where a model is loaded. memory: MiB in all. name: as a message calls it."""

    model: Model
    memory: float
    name: str


class Crowd(NamedTuple):
    """More processes than there is room for. workers: where it says how many. each: MiB of one, as stated."""

    room: Room
    workers: Value
    each: float
    takes: float

    @property
    def words(self) -> dict[str, Any]:
        """What a message names."""
        figures = {"each": self.each, "takes": self.takes, "has": self.room.memory}
        return {"type": self.room.name, **{name: figure(value) for name, value in figures.items()}}

    @property
    def most(self) -> int:
        """As many as there is room for."""
        return int(self.room.memory // self.each)


def crowded(rooms: Iterable[Room]) -> Iterator[Crowd]:
    """The models whose processes find no room together, though one would: each in the smallest room that it is in."""
    smallest: dict[Model, Room] = {}
    for room in rooms:
        if room.model not in smallest or room.memory < smallest[room.model].memory:
            smallest[room.model] = room
    for model, room in smallest.items():
        workers, each = processes_of(model), model.memory.number
        if workers is None or workers.number is None or each is None or not 0 < each <= room.memory:
            continue
        if workers.number * each > room.memory:
            yield Crowd(room=room, workers=workers, each=each, takes=workers.number * each)


def processes_of(model: Model) -> Value | None:
    """Where it says how many processes load the model; None where nothing does, or more than one container would."""
    return _largest(model, (*_ONE_AT_A_TIME, *_SEVERAL_AT_A_TIME))


def requests_at_once(model: Model) -> Value | None:
    """Where it says how many requests the model takes at a time; None as above."""
    return _largest(model, _ONE_AT_A_TIME)


def tells_nothing(model: Model) -> bool:
    """Whether it is certain that its environment says nothing of this."""
    if not model.whole:
        return False
    settings = [container["Environment"] for container in model.containers]
    names = (*_ONE_AT_A_TIME, *_SEVERAL_AT_A_TIME)
    return all(environment[name].absent for environment in settings for name in names)


def _largest(model: Model, names: Sequence[str]) -> Value | None:
    if len(model.containers) != 1 or not model.whole:
        return None
    environment = model.containers[0]["Environment"]
    told = [environment[name] for name in names if environment[name].number is not None]
    return max(told, key=lambda value: value.number or 0, default=None)
