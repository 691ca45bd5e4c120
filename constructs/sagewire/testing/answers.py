"""What a server of ours does with a request, and what goes wrong with it: HTTP's side, which knows no AWS."""

import struct
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from socket import SO_LINGER, SOL_SOCKET
from threading import Event
from typing import ClassVar, Self


@dataclass(frozen=True, kw_only=True)
class Answer(ABC):
    """One answer; what is not one of the kinds below can be a kind of your own."""

    unread: ClassVar[bool] = False
    """Whether the server acts before it has read the request."""

    def times(self, count: int) -> tuple[Self, ...]:
        """The same answer to that many requests, for a script."""
        return (self,) * count

    @abstractmethod
    def send(self, connection: BaseHTTPRequestHandler, closing: Event) -> None:
        """Sends it; waits on `closing`, which is set when the server stops, and never sleeps."""


@dataclass(frozen=True, kw_only=True)
class Reply(Answer):
    """An HTTP response.

    Args:
        status: HTTP's.
        headers: all but `content-length`.
        body: in full.
        stall: seconds before the first byte.
        cut: the connection closes after that many bytes of the body.
        hold: seconds before it closes.
        length: what `content-length` says, where that is not the body's length.
        hang_up: the connection closes instead, once the request is read.
    """

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    stall: float = 0.0
    cut: int | None = None
    hold: float = 0.0
    length: int | None = None
    hang_up: bool = False

    def send(self, connection: BaseHTTPRequestHandler, closing: Event) -> None:
        """Sends the response, as far as it gets."""
        closing.wait(self.stall)
        if self.hang_up:
            connection.close_connection = True
            return
        length = len(self.body) if self.length is None else self.length
        _send_head(connection, self.status, {**self.headers, "content-length": str(length)})
        connection.wfile.write(self.body[: self.cut])
        closing.wait(self.hold)
        if self.cut is not None or length != len(self.body):
            connection.close_connection = True


@dataclass(frozen=True, kw_only=True)
class Stream(Answer):
    """An HTTP response of several parts, each a chunk of its own.

    Args:
        headers: all but `transfer-encoding`.
        parts: the body.
        pause: seconds before each part but the first.
        ends: whether the chunk comes that says that it was all; the connection closes without it.
    """

    headers: Mapping[str, str]
    parts: tuple[bytes, ...]
    pause: float = 0.0
    ends: bool = True

    def send(self, connection: BaseHTTPRequestHandler, closing: Event) -> None:
        """Sends the parts."""
        _send_head(connection, 200, {**self.headers, "transfer-encoding": "chunked"})
        for number, part in enumerate(self.parts):
            closing.wait(self.pause if number else 0)
            connection.wfile.write(b"%x\r\n%b\r\n" % (len(part), part))
        if self.ends:
            connection.wfile.write(b"0\r\n\r\n")
        else:
            connection.close_connection = True


@dataclass(frozen=True, kw_only=True)
class HangUp(Answer):
    """The connection is reset before the request is read, or a byte of it."""

    unread: ClassVar[bool] = True

    def send(self, connection: BaseHTTPRequestHandler, closing: Event) -> None:  # noqa: ARG002
        """Sends TCP's RST instead of its FIN."""
        connection.connection.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
        connection.close_connection = True


@dataclass(frozen=True, kw_only=True)
class Garbage(Answer):
    """Bytes that are no HTTP."""

    data: bytes

    def send(self, connection: BaseHTTPRequestHandler, closing: Event) -> None:  # noqa: ARG002
        """Sends them, and closes the connection."""
        connection.wfile.write(self.data)
        connection.close_connection = True


def _send_head(connection: BaseHTTPRequestHandler, status: int, headers: Mapping[str, str]) -> None:
    connection.send_response(status)
    for name, value in headers.items():
        connection.send_header(name, value)
    connection.end_headers()
