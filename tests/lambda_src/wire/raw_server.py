"""A loopback server that keeps each request byte by byte, and replies with whatever bytes it is told."""

import os
import re
import socket
import ssl
import struct
import threading
from collections import deque
from contextlib import suppress
from dataclasses import dataclass

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_RESET = struct.pack("ii", 1, 0)  # SO_LINGER: what is not sent is thrown away, and the other side is told


@dataclass(frozen=True, kw_only=True)
class Raw:
    """A reply, and what becomes of the connection after it."""

    sent: bytes = b""
    # or "close", "reset", "stall", "damage" (bytes below TLS), or "die" when another request has come on it
    then: str = "keep"


def http(
    status: int = 200,
    body: bytes = b"",
    *headers: tuple[str, str],
    length: int | None = None,
    then: str = "keep",
) -> Raw:
    """An HTTP reply; `length` may say more than there is."""
    told = [("Content-Length", str(len(body) if length is None else length)), *headers]
    lines = "".join(f"{name}: {value}\r\n" for name, value in told)
    return Raw(sent=f"HTTP/1.1 {status} Some Reason\r\n{lines}\r\n".encode() + body, then=then)


class RawServer:
    """Answers with `replies`, one a request, and then with `usual`."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.received: list[bytes] = []
        self.replies: deque[Raw] = deque()
        self.usual = http(200, b"{}", ("Content-Type", "application/json"))
        self._tls = tls
        self._closing = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    @property
    def port(self) -> int:
        port: int = self._socket.getsockname()[1]
        return port

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"

    def close(self) -> None:
        self._closing.set()
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._threads[0].join()

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError), self._secured(connection) as secured:
            while request := self._read(secured):
                self.received.append(request)
                reply = self.replies.popleft() if self.replies else self.usual
                secured.sendall(reply.sent)
                if reply.then == "die":
                    self._read(secured)
                if reply.then == "stall":
                    self._closing.wait()
                if reply.then == "damage":
                    os.write(secured.fileno(), b"no TLS at all")
                if reply.then == "reset":
                    secured.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                if reply.then != "keep":
                    return

    def _secured(self, connection: socket.socket) -> socket.socket:
        return self._tls.wrap_socket(connection, server_side=True) if self._tls else connection

    @staticmethod
    def _read(connection: socket.socket) -> bytes:
        data = b""
        while b"\r\n\r\n" not in data:
            if not (more := connection.recv(65536)):
                return b""
            data += more
        head, _, _ = data.partition(b"\r\n\r\n")
        found = _LENGTH.search(head)
        whole = len(head) + 4 + (int(found[1]) if found else 0)
        while len(data) < whole:
            data += connection.recv(65536)
        return data
