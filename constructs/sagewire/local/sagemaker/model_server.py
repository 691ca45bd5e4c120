"""The model behind one variant: its files, and its process, started again when it has crashed."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sagewire.local import images, processes
from sagewire.local.sagemaker import archive, hosting
from sagewire.local.sagemaker.container_fault import ContainerFault
from sagewire.local.sagemaker.failures import ModelCrash, ModelFailure, ModelTimeout
from sagewire.local.sagemaker.instance import Instance
from sagewire.local.sagemaker.model_process import Answer, ModelProcess
from sagewire.local.sagemaker.model_stream import ModelStream
from sagewire.local.sagemaker.models import Container

_SERVER_ERROR = 500
_TIMED_OUT = (
    "Your invocation timed out while waiting for a response from container {}. Review the latency metrics "
    "for each container in Amazon CloudWatch, resolve the issue, and try again."
)


@dataclass(frozen=True, kw_only=True)
class Served(Answer):
    """An answer, and the host name of the container that gave it."""

    container: str


class ModelServer:
    """`startup_seconds` is what /ping may take; `part` tells the log from those of others of the variant."""

    def __init__(
        self,
        container: Container,
        *,
        endpoint: str,
        variant: str,
        startup_seconds: float,
        part: str = "",
        instance: Callable[..., Instance] = Instance,
    ) -> None:
        """Nothing is fetched or started yet; a transform job has no `variant`."""
        self._variant = variant
        self._container = container
        self._command = images.command(container.image, hosting.settings().images)
        names = "-".join(name for name in (endpoint, variant, part) if name)
        self._log = hosting.settings().model_logs / f"{names}.log"
        self._instance = instance(endpoint=endpoint, variant=variant, role=container.role, container=part)
        self._startup_seconds = startup_seconds
        self._folder: Path | None = None
        self._process: ModelProcess | None = None
        self._stopped = threading.Event()
        self._changing = threading.Lock()

    def prepare(self) -> None:
        """Fetch and unpack the model archive; ModelFailure if that cannot be."""
        with self._changing:
            if self._folder is None:
                self._folder = self._fetched(hosting.new_folder())

    def _fetched(self, folder: Path) -> Path:
        model = folder / "model"
        model.mkdir()
        try:
            if self._container.archive and self._container.role:
                archive.fetch(self._container.archive, role=self._container.role, folder=model)
        except BaseException:
            processes.remove(folder)
            raise
        return folder

    def start(self) -> None:
        """Have a live process; ModelFailure if it does not come up."""
        self._running()

    def invoke(self, body: bytes, headers: Mapping[str, str], *, seconds: float) -> Served:
        """Ask the model, in a new process if the last one has ended; ContainerFault if it gives no answer."""
        name = self._container.hostname
        with self._faults():
            answer = self._running().invoke(body, headers, seconds=seconds)
        return Served(status=answer.status, headers=answer.headers, body=answer.body, container=name)

    def stream(self, body: bytes, headers: Mapping[str, str], *, seconds: float) -> ModelStream:
        """Ask as `invoke` does, and take the answer as it comes; ContainerFault if not even its head does."""
        with self._faults():
            return self._running().stream(body, headers, seconds=seconds, container=self._container.hostname)

    @contextmanager
    def _faults(self) -> Iterator[None]:
        name = self._container.hostname
        try:
            yield
        except ModelTimeout:
            raise ContainerFault(_TIMED_OUT.format(name), container=name, status=0) from None
        except (ModelCrash, ModelFailure) as error:
            raise ContainerFault(str(error), container=name, status=_SERVER_ERROR) from error

    def stop(self) -> None:
        """End the process and remove the files, for good."""
        self._stopped.set()  # a start under way gives up, and with it the lock
        with self._changing:
            process, self._process = self._process, None
        if process is not None:
            process.stop()
        if self._folder is not None:
            processes.remove(self._folder)

    @property
    def _model_folder(self) -> Path:
        assert self._folder is not None, "prepare() comes first"
        return self._folder / "model"

    def _running(self) -> ModelProcess:
        with self._changing:
            if self._stopped.is_set():
                raise ModelFailure("the model has been stopped")
            if self._process is None or not self._process.is_alive():
                self._process = self._start()
            return self._process

    def _start(self) -> ModelProcess:
        role = self._container.role
        variables = {
            **(role.environment() if role else {}),
            **self._container.environment,
            "SM_MODEL_DIR": str(self._model_folder),
        }
        try:
            process = ModelProcess.start(
                self._command,
                variables=variables,
                folder=self._model_folder.parent,
                output=self._instance.output(self._log),
                seconds=self._startup_seconds,
                stopped=self._stopped,
            )
        except ModelFailure as error:
            place = f" for production variant {self._variant}" if self._variant else ""
            raise ModelFailure(f"The {self._container.hostname} container{place} did not start: {error}") from error
        self._instance.watch(process)
        return process
