"""What answers for a model: one container, a pipeline of them, or one with many models."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from sagewire.local.aws_error import AwsError
from sagewire.local.sagemaker.instance import Instance
from sagewire.local.sagemaker.model_server import ModelServer, Served
from sagewire.local.sagemaker.model_stream import ModelStream
from sagewire.local.sagemaker.models import Container
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
        ...

    def stream(self, body: bytes, headers: Mapping[str, str], *, seconds: float) -> ModelStream | Served:
        """Ask the model, and take its answer as it comes, unless a container before the last one failed."""
        ...

    def stop(self) -> None:
        """End its processes and remove its files, for good."""


class NoModel:
    """What is on a variant that is a place for inference components."""

    def prepare(self) -> None:
        """The components do that themselves."""

    def start(self) -> None:
        """The components do that themselves."""

    def invoke(self, body: bytes, headers: Mapping[str, str], *, seconds: float) -> Served:  # noqa: ARG002
        """ValidationError: a request names its component."""
        raise self._no_name()

    def stream(self, body: bytes, headers: Mapping[str, str], *, seconds: float) -> ModelStream:  # noqa: ARG002
        """ValidationError: a request names its component."""
        raise self._no_name()

    def _no_name(self) -> AwsError:
        return AwsError(
            "ValidationError",
            "Inference Component Name header is required for endpoints to which you plan to deploy inference "
            "components. Please include Inference Component Name header or consider using SageMaker models.",
        )

    def stop(self) -> None:
        """The components do that themselves."""


def server_of(
    containers: Sequence[Container],
    *,
    endpoint: str,
    variant: str,
    startup_seconds: float,
    instance: type[Instance] = Instance,
) -> Server:
    """The server of a model with these containers, or of none; ModelFailure if nothing stands in for an image."""
    if not containers:
        return NoModel()
    first, *others = containers
    if first.prefix is not None:
        return MultiModel(first, endpoint=endpoint, variant=variant, startup_seconds=startup_seconds)
    steps = [
        ModelServer(
            step,
            endpoint=endpoint,
            variant=variant,
            startup_seconds=startup_seconds,
            part=step.hostname if others else "",
            instance=instance,
        )
        for step in containers
    ]
    return Pipeline(steps) if others else steps[0]
