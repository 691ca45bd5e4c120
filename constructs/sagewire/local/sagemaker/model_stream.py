"""A model's answer as it comes: its head, then its body piece by piece."""

import http.client
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, closing

_CHUNK = 64 * 1024


class ModelStream:
    """`container` is who answers; what `closing` holds ends with the stream. Header names are in lower case."""

    def __init__(
        self,
        port: int,
        body: bytes,
        headers: Mapping[str, str],
        *,
        seconds: float,
        container: str,
        answering: Callable[[], AbstractContextManager[None]],
    ) -> None:
        """POST /invocations, and wait for the head; TimeoutError, OSError or HTTPException if none comes.

        What comes later is read within `answering`, which makes of such an error a ModelTimeout or ModelCrash.
        """
        self.container = container
        self._answering = answering
        self.closing = ExitStack()
        self._end = time.monotonic() + seconds
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
        self.closing.enter_context(closing(connection))
        try:
            connection.request("POST", "/invocations", body=body, headers=dict(headers))
            self._socket = connection.sock  # the connection lets go of it when the model means to close
            self._response = self.closing.enter_context(closing(connection.getresponse()))
        except BaseException:
            self.closing.close()
            raise
        self.status = self._response.status
        self.headers = {name.lower(): value for name, value in self._response.getheaders()}

    def chunks(self) -> Iterator[bytes]:
        """The body as it arrives; ModelTimeout when the time is over, ModelCrash if the connection breaks."""
        with self.closing:
            while chunk := self._next():
                yield chunk

    def _next(self) -> bytes:
        with self._answering():
            self._socket.settimeout(max(self._end - time.monotonic(), 0.001))
            chunk = self._response.read1(_CHUNK)
            if not chunk and self._response.length:
                raise http.client.IncompleteRead(chunk, self._response.length)
        return chunk
