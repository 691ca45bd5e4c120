"""Starts, finds and stops the embedded AWS, and hands out clients for it."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sagewire.local import launch
from sagewire.local.directory import LocalDirectory, wait_until
from sagewire.local.environment import KEY, client_environment, scrubbed_environment
from sagewire.local.errors import LocalError
from sagewire.local.settings import ACCOUNT, REGION, STARTUP_SECONDS

DEFAULT_PORT = 4566
_STOP_SECONDS = 10.0


class EmbeddedAws:
    """A running embedded AWS; as a context manager it stops at the end of the block."""

    account = ACCOUNT
    region = REGION

    def __init__(
        self, *, directory: LocalDirectory, pid: int, port: int, process: subprocess.Popen[bytes] | None = None
    ) -> None:
        """Use `start` or `attach`."""
        self.pid = pid
        self.port = port
        self._directory = directory
        self._process = process

    @classmethod
    def start(
        cls,
        *,
        directory: Path = Path(".sagewire"),
        port: int = DEFAULT_PORT,
        images: Mapping[str, Sequence[str]] | None = None,
        startup_timeout: float | None = None,
        detached: bool = False,
    ) -> Self:
        """Start a server and wait until it answers.

        Args:
            directory: where its state and logs live; one server per directory.
            port: on 127.0.0.1; 0 takes a free one.
            images: image-URI glob -> command line of the model server, in front of the built-in ones.
            startup_timeout: seconds that a model server has until it answers /ping, by default 60.
            detached: outlive this process, to be found again with `attach`; otherwise die with it.

        Raises:
            LocalError: the port or the directory is in use, or the server did not start.
        """
        home = LocalDirectory(directory.resolve())
        process = launch.launch(
            home,
            port=port,
            images=images or {},
            startup_timeout=STARTUP_SECONDS if startup_timeout is None else startup_timeout,
            detached=detached,
        )
        pid, served = home.read()
        return cls(directory=home, pid=pid, port=served, process=process)

    @classmethod
    def attach(cls, *, directory: Path = Path(".sagewire")) -> Self:
        """Find the server that runs in `directory`; LocalError if there is none."""
        home = LocalDirectory(directory.resolve())
        if not home.is_live():
            raise LocalError(f"no embedded AWS is running in {home.path}: start one with `sagewire local start`")
        pid, port = home.read()
        return cls(directory=home, pid=pid, port=port)

    @property
    def directory(self) -> Path:
        """The folder of its state and its logs."""
        return self._directory.path

    @property
    def endpoint_url(self) -> str:
        """The one address of every service."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """The variables that point a child process at this server, with dummy credentials."""
        return client_environment(self.endpoint_url, self._directory.path)

    def child_environment(self) -> dict[str, str]:
        """This process's whole environment, its AWS settings replaced by `environment`."""
        return scrubbed_environment() | self.environment

    def client(self, service: str) -> Any:
        """A boto3 client on this server: one attempt per call, path-style S3, no profile, no real credential."""
        from sagewire.local.aws_client import aws_client  # noqa: PLC0415  boto3 takes 0.2 s to import

        return aws_client(service, endpoint_url=self.endpoint_url, key=KEY, secret=KEY)

    @property
    def log_path(self) -> Path:
        """The server's log file."""
        return self._directory.log

    @property
    def model_logs(self) -> Path:
        """The folder with one log for each variant of each endpoint."""
        return self.directory / "models"

    def log(self) -> str:
        """What the server has logged so far."""
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    def stop(self) -> None:
        """End the server and every process it started, and remove its temporary files; calling twice is fine."""
        if self._is_ours():
            self._end()
            if (lock := self._directory.lock()) is not None:
                self._directory.clean()
                os.close(lock)
        if self._process is not None:
            self._process.wait()

    def _is_ours(self) -> bool:
        """Whether the directory is still this server's, and not that of a later one."""
        try:
            return self._directory.read() == (self.pid, self.port)
        except LocalError:
            return False

    def _end(self) -> None:
        for number in (signal.SIGTERM, signal.SIGKILL):
            # The number of a server that was killed may be another process's by now.
            if self._directory.is_live():
                with suppress(ProcessLookupError):
                    os.kill(self.pid, number)
                wait_until(lambda: not self._directory.is_live(), seconds=_STOP_SECONDS)

    def __enter__(self) -> Self:
        """The server itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop the server."""
        self.stop()
