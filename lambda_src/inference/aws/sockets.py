"""Sockets whose time is bounded as a whole: that of a connection over all of a host's addresses, that of an answer
over all that it trickles in with.

urllib3, and so botocore, grants each address and each read the whole time anew.
"""

import io
import math
import socket
import time
from collections.abc import Iterable
from contextlib import suppress
from http.client import HTTPResponse
from typing import Any

_LEAST = 0.001  # seconds: 0 would mean not to wait at all


def connected(address: tuple[str, int], options: Iterable[tuple[Any, ...]], *, seconds: float) -> socket.socket:
    """A connection to the first of the host's addresses that takes one; its timeout is what is left of the time.

    An address that stays silent is given up when half of the time is over that was left for it and those behind it.

    Raises:
        TimeoutError: none took it in time.
        OSError: the last one's error, or there is no such host.
    """
    deadline = time.monotonic() + seconds
    *first, last = socket.getaddrinfo(*address, type=socket.SOCK_STREAM)
    for found in first:
        with suppress(OSError):
            return _opened(found, options, deadline=deadline, share=0.5)
    return _opened(last, options, deadline=deadline, share=1)


def _opened(found: Any, options: Iterable[tuple[Any, ...]], *, deadline: float, share: float) -> socket.socket:
    family, kind, protocol, _, address = found
    opened = socket.socket(family, kind, protocol)
    try:
        for option in options:
            opened.setsockopt(*option)
        opened.settimeout(share * left_until(deadline))
        opened.connect(address)
        opened.settimeout(left_until(deadline))
    except OSError:
        opened.close()
        raise
    return opened


class TimedResponse(HTTPResponse):
    """Waits for all of an answer as long as its socket was to wait for the first byte, until it is told otherwise."""

    def __init__(self, sock: socket.socket, *arguments: Any, **options: Any) -> None:
        """As http.client makes it."""
        super().__init__(sock, *arguments, **options)
        self.fp.close()
        self.usual = sock.gettimeout()
        self.reads = _Reads(sock)
        self.fp = io.BufferedReader(self.reads)


class _Reads(io.RawIOBase):
    """What comes by a socket until the deadline, by time.monotonic(), with at most `silence` seconds between."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._raw = sock.makefile("rb", buffering=0)
        self.silence = sock.gettimeout() or math.inf
        self.deadline = time.monotonic() + self.silence

    def readable(self) -> bool:
        """For the buffer."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Raises TimeoutError."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        self._socket.settimeout(min(left, self.silence))
        return self._raw.readinto(buffer)

    def close(self) -> None:
        """With the socket, where nobody else has it."""
        self._raw.close()
        super().close()


def left_until(deadline: float) -> float:
    """Seconds a socket may still wait, by time.monotonic()."""
    return max(deadline - time.monotonic(), _LEAST)
