"""One invocation of an endpoint's model, with AWS's errors and metrics."""

import logging
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import copy_context
from dataclasses import dataclass, field

from sagewire.local import seams
from sagewire.local.aws_error import AwsError
from sagewire.local.sagemaker import component_metrics, metrics
from sagewire.local.sagemaker.container_fault import ContainerFault
from sagewire.local.sagemaker.data_capture import DataCapture, Payload
from sagewire.local.sagemaker.failures import ModelCrash, ModelTimeout
from sagewire.local.sagemaker.fleet import Fleet, Variant
from sagewire.local.sagemaker.model_server import Served
from sagewire.local.sagemaker.model_stream import ModelStream

log = logging.getLogger("sagewire.invocation")

CUSTOM_ATTRIBUTES = "X-Amzn-SageMaker-Custom-Attributes"
_BAD_REQUEST, _SERVER_ERROR = 400, 500
_LONGEST_MESSAGE = 4096
_BINARY = "application/octet-stream"


@dataclass(frozen=True, kw_only=True)
class Invocation:
    """A request for a model; `seconds` is how long the model may take."""

    endpoint: str
    body: bytes
    headers: Mapping[str, str]
    seconds: float
    target: str | None = None
    component: str | None = None
    asynchronous: bool = False
    inference_id: str | None = None
    received: float = field(default_factory=time.monotonic)

    def run(self, fleet: Fleet) -> tuple[Variant, Served]:
        """Ask the model, and its shadow besides; ModelError, as AWS words it, unless it answers with success."""
        variant = self._chosen(fleet)
        return variant, self._ask(variant, fleet.capture)

    def stream(self, fleet: Fleet) -> tuple[Variant, ModelStream, Iterator[bytes]]:
        """Ask as `run` does, and give the answer with its body as it comes: only its head can be a ModelError."""
        variant, started = self._chosen(fleet), time.monotonic()
        with self._faults(variant, started):
            answer = variant.stream(self.body, self.headers, seconds=self.seconds)
        if isinstance(answer, ModelStream) and answer.status < _BAD_REQUEST:
            return variant, answer, self._measured(variant, answer, started)
        self._measure(variant, answer.status, started)
        body = _read(answer) if isinstance(answer, ModelStream) else answer.body
        raise self._model_error(answer.status, body.decode(errors="replace"), answer.container)

    def _measured(self, variant: Variant, answer: ModelStream, started: float) -> Iterator[bytes]:
        status = answer.status
        try:
            yield from answer.chunks()
        except (ModelTimeout, ModelCrash):
            status = _SERVER_ERROR
            raise
        finally:
            self._measure(variant, status, started)

    def _chosen(self, fleet: Fleet) -> Variant:
        variant = fleet.variant(self.target)
        if variant.shadow is not None:
            self._replicate(fleet, variant.shadow)
        return variant

    def _replicate(self, fleet: Fleet, shadow: Variant) -> None:
        """Ask the shadow in the background: nobody waits for its answer, and nobody sees it."""
        fleet.enter()
        run = copy_context().run
        threading.Thread(target=run, args=(self._ask_shadow, fleet, shadow), name="shadow", daemon=True).start()

    def _ask_shadow(self, fleet: Fleet, shadow: Variant) -> None:
        try:
            self._ask(shadow, fleet.capture)
        except AwsError as error:
            log.info("%s: shadow variant %s: %s", self.endpoint, shadow.name, error)
        finally:
            fleet.leave()

    def _ask(self, variant: Variant, capture: DataCapture | None) -> Served:
        started = time.monotonic()
        with self._faults(variant, started):
            answer = variant.invoke(self.body, self.headers, seconds=self.seconds)
        self._measure(variant, answer.status, started)
        if answer.status >= _BAD_REQUEST:
            raise self._model_error(answer.status, answer.body.decode(errors="replace"), answer.container)
        if capture is not None:
            self._capture(capture, variant, answer)
        return answer

    @contextmanager
    def _faults(self, variant: Variant, started: float) -> Iterator[None]:
        try:
            yield
        except ContainerFault as fault:
            self._measure(variant, _SERVER_ERROR, started)
            raise self._model_error(fault.status, str(fault), fault.container) from fault

    def _capture(self, capture: DataCapture, variant: Variant, answer: Served) -> None:
        asked = Payload(content_type=self.headers.get("Content-Type", _BINARY), body=self.body)
        answered = Payload(content_type=answer.headers.get("content-type", _BINARY), body=answer.body)
        capture.record(variant.name, asked=asked, answered=answered, inference_id=self.inference_id)

    def _measure(self, variant: Variant, status: int, started: float) -> None:
        latency, overhead = time.monotonic() - started, started - self.received
        metrics.invocation(
            self.endpoint,
            variant.name,
            status=status,
            latency=latency,
            overhead=overhead,
            asynchronous=self.asynchronous,
        )
        if self.component is not None:
            component_metrics.invocation(self.component, status=status, latency=latency, overhead=overhead)

    def _model_error(self, status: int, message: str, container: str) -> AwsError:
        group, region = f"/aws/sagemaker/Endpoints/{self.endpoint}", seams.region()
        side = "client" if _BAD_REQUEST <= status < _SERVER_ERROR else "server"
        text = message[:_LONGEST_MESSAGE]
        return AwsError(
            "ModelError",
            f'Received {side} error ({status}) from {container} with message "{text}". '
            f"See https://{region}.console.aws.amazon.com/cloudwatch/home?region={region}"
            f"#logEventViewer:group={group} in account {seams.account()} for more information.",
            status=424,
            members={
                "OriginalStatusCode": status,
                "OriginalMessage": text,
                "LogStreamArn": f"arn:aws:logs:{region}:{seams.account()}:log-group:{group}",
            },
        )


def _read(answer: ModelStream) -> bytes:
    """The body of an error, as far as it comes."""
    body = bytearray()
    with suppress(ModelTimeout, ModelCrash):
        for chunk in answer.chunks():
            body += chunk
    return bytes(body)
