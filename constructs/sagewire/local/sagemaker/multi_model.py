"""A multi-model container: each model below the prefix has a process of its own, from its first request on."""

import logging
import threading
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote, urlsplit

from botocore.exceptions import ClientError

from sagewire.local import images
from sagewire.local.aws_error import AwsError
from sagewire.local.sagemaker import hosting
from sagewire.local.sagemaker.container_fault import ContainerFault
from sagewire.local.sagemaker.failures import ModelFailure
from sagewire.local.sagemaker.model_server import ModelServer, Served
from sagewire.local.sagemaker.model_stream import ModelStream
from sagewire.local.sagemaker.models import PRIMARY, Container

log = logging.getLogger("sagewire.multi_model")

TARGET_MODEL = "X-Amzn-SageMaker-Target-Model"
_LONGEST_PART = 100


class MultiModel:
    """Models are loaded when they are asked for, and kept; what is in their processes is one model each."""

    def __init__(self, container: Container, *, endpoint: str, variant: str, startup_seconds: float) -> None:
        """Nothing is loaded yet; ModelFailure if nothing stands in for the image."""
        images.command(container.image, hosting.settings().images)
        self._container = container
        self._endpoint = endpoint
        self._variant = variant
        self._startup_seconds = startup_seconds
        self._models: dict[str, ModelServer] = {}
        self._stopped = False
        self._changing = threading.Lock()

    def prepare(self) -> None:
        """Nothing is fetched ahead of a request, as on AWS."""

    def start(self) -> None:
        """The container without a model has nothing to say: the first request starts a process."""

    def invoke(self, body: bytes, headers: Mapping[str, str], *, seconds: float) -> Served:
        """Ask the model that the request names; ValidationError if its archive cannot be had."""
        return self._loaded(headers[TARGET_MODEL]).invoke(body, headers, seconds=seconds)

    def stream(self, body: bytes, headers: Mapping[str, str], *, seconds: float) -> ModelStream:
        """Ask the model that the request names, and take its answer as it comes."""
        return self._loaded(headers[TARGET_MODEL]).stream(body, headers, seconds=seconds)

    def stop(self) -> None:
        """End the processes of all models."""
        with self._changing:
            self._stopped = True
            models = list(self._models.values())
        for model in models:
            model.stop()

    def _loaded(self, target: str) -> ModelServer:
        with self._changing:
            if self._stopped:
                raise ContainerFault("the model has been stopped", container=PRIMARY, status=500)
            if target not in self._models:
                self._models[target] = self._new(target)
            model = self._models[target]
        try:
            model.prepare()
        except ModelFailure as error:
            log.warning("%s: %s", self._endpoint, error)  # AWS does not tell the caller why
            self._forget(target, model)
            raise _refusal(self._archive(target), error) from error
        return model

    def _forget(self, target: str, model: ModelServer) -> None:
        """The archive may be there at the next request."""
        with self._changing:
            if self._models.get(target) is model:
                del self._models[target]
        model.stop()

    def _new(self, target: str) -> ModelServer:
        return ModelServer(
            replace(self._container, archive=self._archive(target), prefix=None),
            endpoint=self._endpoint,
            variant=self._variant,
            startup_seconds=self._startup_seconds,
            part=quote(target, safe="")[-_LONGEST_PART:],
        )

    def _archive(self, target: str) -> str:
        return f"{(self._container.prefix or '').rstrip('/')}/{target.lstrip('/')}"


def _refusal(url: str, error: ModelFailure) -> AwsError:
    place = urlsplit(url)
    if not isinstance(error.__cause__, ClientError):
        return AwsError("ValidationError", str(error))
    return AwsError(
        "ValidationError",
        f"Failed to download model data(bucket: {place.netloc}, key: {place.path.lstrip('/')}). Please ensure that "
        "there is an object located at the URL and that the role passed to CreateModel has permissions to download "
        "the model.",
    )
