"""What answers for a model: one container, a pipeline of them, or one with many models."""

from collections.abc import Mapping
from typing import Protocol

from sagewire.local.sagemaker.model_server import ModelServer, Served
from sagewire.local.sagemaker.models import containers
from sagewire.local.sagemaker.multi_model import MultiModel
from sagewire.local.sagemaker.pipeline import Pipeline


class Server(Protocol):
    """A model's files and processes."""

    def prepare(self) -> None:
        """Fetch what it needs; ModelFailure if that cannot be."""

    def start(self) -> None:
        """Have its processes answer; ModelFailure if they do not come up."""

    def invoke(self, body: bytes, headers: Mapping[str, str], *, seconds: float) -> Served:
        """Ask the model; ContainerFault if a container gives no answer."""

    def stop(self) -> None:
        """End its processes and remove its files, for good."""


def server(model: str, *, endpoint: str, variant: str, startup_seconds: float) -> Server:
    """The server of a model of that name; ValidationException if there is none."""
    first, *others = containers(model)
    if first.prefix is not None:
        return MultiModel(first, endpoint=endpoint, variant=variant, startup_seconds=startup_seconds)
    if not others:
        return ModelServer(first, endpoint=endpoint, variant=variant, startup_seconds=startup_seconds)
    return Pipeline(
        [
            ModelServer(step, endpoint=endpoint, variant=variant, startup_seconds=startup_seconds, part=step.hostname)
            for step in (first, *others)
        ]
    )
