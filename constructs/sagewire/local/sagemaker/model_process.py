"""One process of a model server, under SageMaker's container contract: `serve`, a port, /ping, /invocations."""

import http.client
import os
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from sagewire.local import processes, tether
from sagewire.local.sagemaker.container_output import ContainerOutput
from sagewire.local.sagemaker.failures import ModelCrash, ModelFailure, ModelTimeout
from sagewire.local.sagemaker.model_stream import ModelStream

_EXCEPTION = re.compile(r"^[A-Za-z_][\w.]*(Error|Exception|Exit|Interrupt|Warning)\b.*")
_PING_SECONDS = 2.0
_GRACE_SECONDS = 2.0
_ENDING_SECONDS = 0.5
_OK = 200

_INHERITED = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "AWS_EC2_METADATA_DISABLED",
    "AWS_ENDPOINT_URL",
    "AWS_CONFIG_FILE",
    "AWS_SHARED_CREDENTIALS_FILE",
    processes.MARK,
)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a model answered; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class ModelProcess:
    """A started process; `start` gives it back once it answers /ping."""

    def __init__(self, process: subprocess.Popen[bytes], *, port: int, output: ContainerOutput) -> None:
        """Use `start`."""
        self.port = port
        self.output = output
        self.started = time.monotonic()
        self._process = process

    @classmethod
    def start(
        cls,
        argv: Sequence[str],
        *,
        variables: Mapping[str, str],
        folder: Path,
        output: ContainerOutput,
        seconds: float,
        stopped: threading.Event,
    ) -> Self:
        """Run `argv serve`, and wait for /ping to answer 200; ModelFailure after `seconds`, or when it is `stopped`."""
        port = _free_port()
        with output.writer() as descriptor:
            started = cls(
                subprocess.Popen(
                    [*argv, "serve"],
                    cwd=folder,
                    env=_environment(variables, folder, port),
                    stdin=subprocess.DEVNULL,
                    stdout=descriptor,
                    stderr=descriptor,
                    process_group=0,
                ),
                port=port,
                output=output,
            )
        try:
            started._wait_for_ping(seconds, stopped)
        except BaseException:
            started.stop()
            raise
        return started

    @property
    def group(self) -> int:
        """The id of the process group that it leads."""
        return self._process.pid

    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    def invoke(self, body: bytes, headers: Mapping[str, str], *, seconds: float) -> Answer:
        """POST /invocations; ModelTimeout after `seconds`, ModelCrash if the connection breaks."""
        with self._answering():
            return self._request("POST", "/invocations", body=body, headers=headers, seconds=seconds)

    def stream(self, body: bytes, headers: Mapping[str, str], *, seconds: float, container: str) -> ModelStream:
        """As `invoke`, but the answer of `container` is there with its head; the stream raises the same later on."""
        with self._answering():
            return ModelStream(
                self.port, body, headers, seconds=seconds, container=container, answering=self._answering
            )

    @contextmanager
    def _answering(self) -> Iterator[None]:
        try:
            yield
        except TimeoutError as error:
            raise ModelTimeout from error
        except (OSError, http.client.HTTPException) as error:
            with suppress(subprocess.TimeoutExpired):  # its sockets close before it has ended and is seen to be dead
                self._process.wait(_ENDING_SECONDS)
            raise ModelCrash(self.last_line() or str(error)) from error

    def last_line(self) -> str:
        """The exception that its output ends with, or the last line of it."""
        if not self.is_alive():
            self.output.wait(_ENDING_SECONDS)
        lines = self.output.tail()
        exceptions = [line for line in lines if _EXCEPTION.match(line)]
        return [*lines[-1:], *exceptions[-1:]][-1] if lines else ""

    def stop(self) -> None:
        """End the process and its children: SIGTERM, then SIGKILL after two seconds."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_GRACE_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self.output.close()

    def _wait_for_ping(self, seconds: float, stopped: threading.Event) -> None:
        end = time.monotonic() + seconds
        while not self._answers_ping(min(_PING_SECONDS, seconds)):
            if not self.is_alive():
                raise ModelFailure(f"it exited with code {self._process.returncode}: {self.last_line()}")
            if time.monotonic() > end:
                said = self.last_line()
                raise ModelFailure(
                    f"it did not pass the ping health check within {seconds:g} s"
                    + (f"; its log ends: {said}" if said else "")
                )
            if stopped.wait(0.02):
                raise ModelFailure("it was stopped before it answered")

    def _answers_ping(self, seconds: float) -> bool:
        try:
            return self._request("GET", "/ping", seconds=seconds).status == _OK
        except (OSError, http.client.HTTPException):
            return False

    def _request(
        self,
        method: str,
        path: str,
        *,
        seconds: float,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            connection.request(method, path, body=body, headers=dict(headers or {}))
            response = connection.getresponse()
            names = {name.lower(): value for name, value in response.getheaders()}
            return Answer(status=response.status, headers=names, body=response.read())
        finally:
            connection.close()


def _environment(variables: Mapping[str, str], folder: Path, port: int) -> dict[str, str]:
    return {
        **{name: os.environ[name] for name in _INHERITED if name in os.environ},
        "PYTHONUNBUFFERED": "1",
        "TMPDIR": str(folder),
        **variables,
        "SAGEMAKER_BIND_TO_PORT": str(port),
        tether.PARENT: str(os.getpid()),
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
