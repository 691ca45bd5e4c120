"""The running variants of one endpoint configuration."""

import random
import threading
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from contextvars import copy_context
from typing import Any

from sagewire.local.aws_error import AwsError
from sagewire.local.sagemaker import hosting
from sagewire.local.sagemaker.data_capture import DataCapture
from sagewire.local.sagemaker.model_server import Served
from sagewire.local.sagemaker.model_stream import ModelStream
from sagewire.local.sagemaker.models import containers
from sagewire.local.sagemaker.multi_model import MultiModel
from sagewire.local.sagemaker.servers import Server, server_of

_SHADOW = "Shadow"


def deployable(config: Mapping[str, Any]) -> dict[str, Any]:
    """An endpoint configuration whose production variant carries its shadow: they start and stop as one."""
    shadows = config.get("ShadowProductionVariants")
    if not shadows:
        return dict(config)
    (variant,), (shadow,) = config["ProductionVariants"], shadows
    return {**config, "ProductionVariants": [{**variant, _SHADOW: shadow}]}


class Variant:
    """A variant: weight, capacity, the model that serves it, and the variant that is its shadow, if any."""

    def __init__(self, config: Mapping[str, Any], *, endpoint: str, server: Server | None = None) -> None:
        """Nothing runs yet; without a `server` it is that of the config's model: ValidationException if it is gone."""
        self.config = config
        self.name: str = config["VariantName"]
        self.serverless: Mapping[str, Any] | None = config.get("ServerlessConfig")
        self.weight = float(config.get("InitialVariantWeight", 1.0))
        self.instances: int = config.get("InitialInstanceCount", 1)
        limit = config.get("ContainerStartupHealthCheckTimeoutInSeconds", float("inf"))
        self._server = server or server_of(
            containers(config["ModelName"]) if "ModelName" in config else (),
            endpoint=endpoint,
            variant=self.name,
            startup_seconds=min(limit, hosting.settings().startup_timeout),
        )
        self.shadow = Variant(config[_SHADOW], endpoint=endpoint) if _SHADOW in config else None
        self._slots = threading.BoundedSemaphore(self.serverless["MaxConcurrency"]) if self.serverless else None

    @property
    def multi_model(self) -> bool:
        """Whether a request must name its model."""
        return isinstance(self._server, MultiModel)

    def start(self) -> None:
        """Get ready to serve; a serverless variant without provisioned concurrency starts with its first request."""
        self._server.prepare()
        if self.serverless is None or self.serverless.get("ProvisionedConcurrency"):
            self._server.start()
        if self.shadow is not None:
            self.shadow.start()

    def invoke(self, body: bytes, headers: Mapping[str, str], *, seconds: float) -> Served:
        """Ask the model; ThrottlingException above a serverless variant's MaxConcurrency."""
        with self._slot():
            return self._server.invoke(body, headers, seconds=seconds)

    def stream(self, body: bytes, headers: Mapping[str, str], *, seconds: float) -> ModelStream | Served:
        """Ask the model, and take its answer as it comes; ThrottlingException as above, until the stream has ended."""
        with ExitStack() as stack:
            stack.enter_context(self._slot())
            answer = self._server.stream(body, headers, seconds=seconds)
            if isinstance(answer, ModelStream):
                answer.closing.push(stack.pop_all())
            return answer

    @contextmanager
    def _slot(self) -> Iterator[None]:
        if self._slots is None:
            yield
            return
        if not self._slots.acquire(blocking=False):
            raise AwsError("ThrottlingException", "Rate exceeded")
        try:
            yield
        finally:
            self._slots.release()

    def stop(self) -> None:
        """End its processes."""
        self._server.stop()
        if self.shadow is not None:
            self.shadow.stop()

    def describe(self) -> dict[str, Any]:
        """The ProductionVariantSummary of DescribeEndpoint."""
        summary = {"VariantName": self.name, "CurrentWeight": self.weight, "DesiredWeight": self.weight}
        if self.serverless is not None:
            return {**summary, "CurrentServerlessConfig": dict(self.serverless)}
        return {**summary, "CurrentInstanceCount": self.instances, "DesiredInstanceCount": self.instances}


class Fleet:
    """Variants that start, serve and stop together."""

    def __init__(self, variants: Iterable[Variant]) -> None:
        """Nothing runs yet."""
        self.variants = list(variants)
        self.capture: DataCapture | None = None
        self.shadows = [variant.shadow for variant in self.variants if variant.shadow is not None]
        self._requests = 0
        self._idle = threading.Condition()

    def start(self) -> None:
        """Start all variants at the same time; the first failure is raised once all have ended."""
        hosting.add(self)
        with ThreadPoolExecutor(len(self.variants)) as threads:
            starts = [threads.submit(copy_context().run, variant.start) for variant in self.variants]
        for start in starts:
            start.result()

    def variant(self, name: str | None) -> Variant:
        """The variant of that name, or one by weight; ValidationError if there is none."""
        if name is None:
            weights = [variant.weight for variant in self.variants]
            return random.choices(self.variants, weights if any(weights) else None)[0]  # noqa: S311
        for variant in self.variants:
            if variant.name == name:
                return variant
        raise AwsError("ValidationError", f"Variant {name} not found for Request")

    def enter(self) -> None:
        """A request begins; `retire` waits for its end."""
        with self._idle:
            self._requests += 1

    def leave(self) -> None:
        """A request has ended."""
        with self._idle:
            self._requests -= 1
            self._idle.notify_all()

    def retire(self) -> None:
        """Stop when the requests under way have ended: each of them has a time limit."""
        with self._idle:
            self._idle.wait_for(lambda: self._requests == 0)
        self.stop()

    def stop(self) -> None:
        """Stop at once."""
        for variant in self.variants:
            variant.stop()
        if self.capture is not None:
            self.capture.stop()
        hosting.discard(self)
