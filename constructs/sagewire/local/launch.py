"""Starts the server process on a socket and a lock that are already ours, so that no start can race another."""

import http.client
import os
import re
import shlex
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence

from sagewire.local.directory import LocalDirectory
from sagewire.local.environment import server_environment
from sagewire.local.errors import LocalError
from sagewire.local.settings import Settings

_READY_SECONDS = 60.0
_LOG_PREFIX = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[,\d]* \w+ ")


def launch(
    home: LocalDirectory,
    *,
    port: int,
    images: Mapping[str, Sequence[str]],
    startup_timeout: float,
    detached: bool,
) -> subprocess.Popen[bytes] | None:
    """The server process once it answers, or None if it is detached; LocalError if it cannot be started."""
    lock = home.lock()
    if lock is None:
        pid, served = home.read()
        raise LocalError(
            f"an embedded AWS is already running in {home.path} (pid {pid}, port {served}): "
            f"stop it with `sagewire local stop --directory {shlex.quote(str(home.path))}`"
        )
    try:
        home.clean()
        with _listen(port) as listener:
            home.temporary.mkdir()
            settings = Settings(
                directory=str(home.path),
                port=listener.getsockname()[1],
                socket=listener.fileno(),
                lock=lock,
                parent=None if detached else os.getpid(),
                images=images,
                startup_timeout=startup_timeout,
            )
            process = _spawn(home, settings)
    finally:
        os.close(lock)
    _await_ready(home, settings.port, process)
    if not detached:
        return process
    process.wait()  # the launcher of a detached server: it has forked and is gone
    return None


def _listen(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen(128)
    except (OSError, OverflowError) as error:
        listener.close()
        raise LocalError(
            f"port {port} of 127.0.0.1 cannot be used ({getattr(error, 'strerror', None) or error}): "
            "stop what listens there, or start with another port (port=0 takes a free one)"
        ) from error
    return listener


def _spawn(home: LocalDirectory, settings: Settings) -> subprocess.Popen[bytes]:
    with home.log.open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "sagewire.local.server", settings.to_json()],
            env=server_environment(settings.endpoint_url, home.path),
            cwd=home.temporary,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=(settings.socket, settings.lock),
            start_new_session=True,
        )


def _await_ready(home: LocalDirectory, port: int, process: subprocess.Popen[bytes]) -> None:
    """The socket already listens: one request waits in its queue until the server is up, or fails when it dies."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_READY_SECONDS)
    try:
        connection.request("GET", "/_ministack/health")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException) as error:
        process.kill()
        process.wait()
        home.clean()
        raise LocalError(f"the embedded AWS did not start: {_reason(home) or error} (its log: {home.log})") from error
    finally:
        connection.close()


def _reason(home: LocalDirectory) -> str:
    """The last line of the log, without its timestamp and without the name of an exception of ours."""
    lines = [line for line in home.log.read_text(errors="replace").splitlines() if line.strip()]
    last = _LOG_PREFIX.sub("", lines[-1]) if lines else ""
    return last.removeprefix("sagewire.local.errors.LocalError: ")
