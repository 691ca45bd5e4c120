"""An HTTP server on the loopback whose answers a script decides."""

from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any, Protocol

from sagewire.testing.answers import Answer
from sagewire.testing.request import Request

_POLL = 0.01  # seconds until a server that is told to stop notices
_BACKLOG = 256  # connections that may come at once


class Script(Protocol):
    """Decides the answers; asked by one thread at a time."""

    def unread(self) -> Answer | None:
        """The answer to a request of which nothing is read yet, or None to read it."""
        ...

    def answer(self, request: Request) -> Answer:
        """The answer to a request."""
        ...


class LoopbackServer:
    """The server, which listens from the start, and keeps what it was asked in `requests`."""

    def __init__(self, script: Script) -> None:
        self.requests: list[Request] = []
        self._closing = Event()
        self._lock = Lock()
        self._script = script
        self._server = _Server(("127.0.0.1", 0), _handler(self._take))
        self._thread = Thread(target=self._server.serve_forever, args=(_POLL,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        """Stops; what stalls is let go."""
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _take(self, connection: "_Connection") -> None:
        """Answers one request of a connection."""
        if not connection.asks():
            connection.close_connection = True
            return
        with self._lock:
            answer = self._script.unread()
        with suppress(ConnectionError):  # the client may have given up meanwhile
            (answer or self._read(connection)).send(connection, self._closing)
            connection.wfile.flush()

    def _read(self, connection: "_Connection") -> Answer:
        connection.parse()
        request = Request.read(connection)
        with self._lock:
            self.requests.append(request)
            return self._script.answer(request)


class _Server(ThreadingHTTPServer):
    request_queue_size = _BACKLOG

    def shutdown_request(self, request: Any) -> None:
        """Closes without a FIN of its own, which would come before a reset."""
        self.close_request(request)


class _Connection(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or a body waits until the client acknowledges the head, which takes 40 ms
    take: Callable[["_Connection"], None]

    def handle_one_request(self) -> None:
        self.close_connection = False
        self.take(self)

    def asks(self) -> bool:
        """Whether a request begins to come, and not the end of the connection."""
        try:
            return bool(self.rfile.peek(1))  # type: ignore[attr-defined]
        except ConnectionError:
            return False

    def parse(self) -> None:
        """Reads the first line and the headers."""
        self.raw_requestline = self.rfile.readline()
        if not self.parse_request():
            raise ConnectionAbortedError("this is no HTTP")

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing: a test's output is its own."""


def _handler(take: Callable[[_Connection], None]) -> type[_Connection]:
    return type("Connection", (_Connection,), {"take": staticmethod(take)})
