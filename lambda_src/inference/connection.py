"""Way out: the parts of an answer, as they come, to the WebSocket connection that asked.

Each message is JSON. The texts and bytes of all parts, one after the other, are the answer:

    {"requestId": "...", "sequence": 0, "last": false, "text": "..."}
    {"requestId": "...", "sequence": 1, "last": false, "base64": "..."}        bytes that are no text
    {"requestId": "...", "sequence": 2, "last": true, "parts": 2, "contentType": "..."}

or, at the end of one that is not whole: "last": true, "parts": 1, "partial": true, "error": {"code", "message"}.
A message of which nobody knows whether it arrived is posted again, with the same sequence.
https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
"""

import base64
import json
import os
import time
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from botocore.exceptions import ClientError

from inference.aws.publishers import WebSocketConnections
from inference.errors import InferenceError, PartNotPosted
from inference.faults import translated
from inference.retry import ANSWER_RESERVE, RetryPolicy

# Bytes. https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
POST_LIMIT = 128 * 1024
_URL = ("AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI", "AWS_ENDPOINT_URL")
_TIMEOUT = 1.0  # seconds, of what takes milliseconds
_LONGEST_TIMEOUT = 5.0  # seconds, where the function has them to spare
_POLICY = RetryPolicy(max_attempts=3, backoff_base=0.1, read_timeout=_TIMEOUT, connect_timeout=_TIMEOUT)
_LEAST = 2 * _TIMEOUT  # seconds, to connect and for the answer


@dataclass(frozen=True, kw_only=True)
class WebSocketApis:
    """Clients of the APIs that invoke the function, each made with the first message that comes from it."""

    clients: dict[str, WebSocketConnections] = field(default_factory=dict)

    def client(self, *, domain: str, stage: str) -> WebSocketConnections:
        """The client of a stage, or of what the environment says instead."""
        given = next((url for name in _URL if (url := os.environ.get(name))), None)
        url = given or f"https://{domain}/{stage}"
        if url not in self.clients:
            self.clients[url] = WebSocketConnections(
                url=url, connect_timeout=_TIMEOUT, read_timeout=_LONGEST_TIMEOUT, attempts=1
            )
        return self.clients[url]


@dataclass(kw_only=True)
class Connection:
    """A client's connection, and the answer to one request of it."""

    id: str
    request_id: str
    client: WebSocketConnections
    remaining: Callable[[], int]  # the function's milliseconds
    gone: bool = False  # closed meanwhile
    parts: int = 0
    size: int = 0  # bytes of the parts
    received: bytes = b""  # nothing is kept
    _text: Any = field(default_factory=getincrementaldecoder("utf-8"))

    def receive(self, part: bytes) -> bool:
        """Posts a part, but for the beginning of a character that its end cuts; False when the client has gone.

        Raises:
            PartNotPosted: API Gateway did not take it, or the function has no time left for that.
        """
        self.size += len(part)
        self._post_all(self._decoded(part))
        return not self.gone

    def end(self, told: Mapping[str, Any]) -> None:
        """Posts what is left, and as the last message what is told; raises PartNotPosted."""
        rest, _ = self._text.getstate()
        self._text.reset()
        self._post_all(rest)
        self._post(self._message(last=True, parts=self.parts, **told))

    def _decoded(self, part: bytes) -> str | bytes:
        """As text if it is, with what was left of the part before."""
        before, _ = self._text.getstate()
        try:
            text: str = self._text.decode(part)
        except UnicodeDecodeError:
            self._text.reset()
            return bytes(before + part)
        return text

    def _post_all(self, content: str | bytes) -> None:
        """Posts it in as many messages as it takes."""
        for message in self._messages(content):
            self._post(message)
            self.parts += not self.gone

    def _messages(self, content: str | bytes) -> Iterator[bytes]:
        if not content:
            return
        told = {"text": content} if isinstance(content, str) else {"base64": base64.b64encode(content).decode("ascii")}
        message = self._message(last=False, **told)
        if len(message) <= POST_LIMIT:
            yield message
            return
        middle = len(content) // 2
        yield from self._messages(content[:middle])
        yield from self._messages(content[middle:])

    def _message(self, **told: Any) -> bytes:
        message = {"requestId": self.request_id, "sequence": self.parts, **told}
        return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()

    def _post(self, message: bytes) -> None:
        if self.gone:
            return
        try:
            _POLICY.call(lambda: self._attempt(message), remaining=self.remaining)
        except InferenceError as error:
            raise PartNotPosted(detail=f"PostToConnection: {error.code}: {error.detail}") from error

    def _attempt(self, message: bytes) -> None:
        with translated():
            try:
                self.client.post_to_connection(ConnectionId=self.id, Data=message, deadline=self._deadline())
            except ClientError as fault:
                if dict[str, Any](fault.response)["ResponseMetadata"]["HTTPStatusCode"] != HTTPStatus.GONE:
                    raise
                self.gone = True

    def _deadline(self) -> float:
        """Of a post, by time.monotonic(): as late as leaves the time for a last message, which tells of its failure."""
        spare = self.remaining() / 1000 - _LEAST - ANSWER_RESERVE
        return time.monotonic() + max(_LEAST, min(_LONGEST_TIMEOUT, spare))
