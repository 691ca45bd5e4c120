"""A client for the WebSocket APIs of an embedded AWS."""

import socket
from collections import deque
from select import select
from types import TracebackType
from typing import Self

from botocore.credentials import Credentials
from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, Event, RejectConnection, Request, TextMessage

from sagewire.local import EmbeddedAws
from tests.local.asking import ROOT, signed

_PATIENCE_SECONDS = 60


class WebSocket:
    """A connection; `status` is 101, or that of the refusal."""

    def __init__(self, aws: EmbeddedAws, address: str, *, credentials: Credentials | None = ROOT) -> None:
        """Connect to an address without its scheme, with a signed handshake unless there are no credentials."""
        host, _, path = address.partition("/")
        headers = signed("GET", f"https://{address}", credentials=credentials)
        self._socket = socket.create_connection(("127.0.0.1", aws.port), timeout=_PATIENCE_SECONDS)
        self._connection = WSConnection(ConnectionType.CLIENT)
        self._events: deque[Event] = deque()
        extra = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        request = Request(host=host, target=f"/{path}", extra_headers=extra)
        self._socket.sendall(self._connection.send(request))
        answer = self._next()
        assert isinstance(answer, AcceptConnection | RejectConnection)
        self.status = answer.status_code if isinstance(answer, RejectConnection) else 101

    def send(self, text: str) -> None:
        self._socket.sendall(self._connection.send(TextMessage(data=text)))

    def receive(self) -> str:
        """The next message."""
        text = ""
        while True:
            event = self._next()
            assert isinstance(event, TextMessage), event
            text += event.data
            if event.message_finished:
                return text

    def received(self) -> list[str]:
        """The messages that are there already."""
        messages = []
        while self._events or select([self._socket], [], [], 0)[0]:
            messages.append(self.receive())
        return messages

    def _next(self) -> Event:
        while not self._events:
            self._connection.receive_data(self._socket.recv(65536) or None)
            self._events.extend(self._connection.events())
        return self._events.popleft()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._socket.close()
