"""The model behind one variant: its files, and its process, started again when it has crashed."""

import threading
from collections.abc import Mapping
from pathlib import Path

from sagewire.local import images, processes
from sagewire.local.sagemaker import archive, hosting
from sagewire.local.sagemaker.failures import ModelFailure
from sagewire.local.sagemaker.model_process import Answer, ModelProcess
from sagewire.local.sagemaker.models import Container


class ModelServer:
    """`startup_seconds` is what /ping may take."""

    def __init__(self, container: Container, *, endpoint: str, variant: str, startup_seconds: float) -> None:
        """Nothing is fetched or started yet."""
        self._variant = variant
        self._container = container
        self._command = images.command(container.image, hosting.settings().images)
        self._log = hosting.settings().model_logs / f"{endpoint}-{variant}.log"
        self._startup_seconds = startup_seconds
        self._folder: Path | None = None
        self._process: ModelProcess | None = None
        self._stopped = threading.Event()
        self._changing = threading.Lock()

    def prepare(self) -> None:
        """Fetch and unpack the model archive; ModelFailure if that cannot be."""
        with self._changing:
            if self._folder is None:
                self._folder = hosting.new_folder()
                self._model_folder.mkdir()
                if self._container.archive and self._container.role:
                    archive.fetch(self._container.archive, role=self._container.role, folder=self._model_folder)

    def start(self) -> None:
        """Have a live process; ModelFailure if it does not come up."""
        self._running()

    def invoke(self, body: bytes, headers: Mapping[str, str], *, seconds: float) -> Answer:
        """Ask the model, in a new process if the last one has ended."""
        return self._running().invoke(body, headers, seconds=seconds)

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
            return ModelProcess.start(
                self._command,
                variables=variables,
                folder=self._model_folder.parent,
                log=self._log,
                seconds=self._startup_seconds,
                stopped=self._stopped,
            )
        except ModelFailure as error:
            raise ModelFailure(
                f"The primary container for production variant {self._variant} did not start: {error}"
            ) from error
