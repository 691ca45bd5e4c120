"""A loopback server in the place of SageMaker, S3 and EventBridge: it answers as scripted and keeps what it got."""

import json
import threading
from collections import defaultdict, deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

INVOKE = "invoke"
INVOKE_ASYNC = "invoke async"
PUT_OBJECT = "put object"
PUT_EVENTS = "put events"


@dataclass(frozen=True, kw_only=True)
class Reply:
    """An answer, and what goes wrong with it."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    stall: float = 0.0  # seconds before it is sent
    cut: int | None = None  # the connection closes after that many bytes of the body
    hold: float = 0.0  # seconds before it does
    hang_up: bool = False  # the connection closes instead


@dataclass(frozen=True, kw_only=True)
class Call:
    """What the server got."""

    operation: str
    path: str
    headers: Mapping[str, str]  # names in lower case
    body: bytes


def fault(code: str, status: int, message: str = "out of order", **members: Any) -> Reply:
    """An error as AWS sends it; its code stands where REST services and where others have it."""
    body = json.dumps({"__type": code, "Message": message, **members}).encode()
    return Reply(status=status, headers={"x-amzn-errortype": code, "content-type": "application/json"}, body=body)


def model_error(status: int, message: str = "wrong shape") -> Reply:
    """An error of the model's own."""
    told = f'Received error ({status}) from primary with message "{message}" in account 123456789012'
    return fault("ModelError", 424, told, OriginalStatusCode=status, OriginalMessage=message)


def result(body: bytes, content_type: str = "application/json") -> Reply:
    """A result of the model."""
    return Reply(headers={"content-type": content_type, "x-amzn-invoked-production-variant": "blue"}, body=body)


USUAL = {
    INVOKE: result(b'{"score": 0.5}'),
    INVOKE_ASYNC: Reply(
        status=202,
        headers={
            "x-amzn-sagemaker-outputlocation": "s3://results/1.out",
            "x-amzn-sagemaker-failurelocation": "s3://failures/1.out",
        },
        body=b"{}",
    ),
    PUT_OBJECT: Reply(),
    PUT_EVENTS: Reply(body=b'{"FailedEntryCount": 0, "Entries": [{"EventId": "1"}]}'),
}


class FakeAws:
    """The server; `script` says how it answers next, `calls` what it was asked."""

    def __init__(self) -> None:
        self.received: list[Call] = []
        self.closing = threading.Event()
        self._scripts: dict[str, deque[Reply]] = defaultdict(deque)
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, format: str, *args: Any) -> None:
                """Test output stays clean."""

            def do_POST(self) -> None:
                fake.answer(self)

            def do_PUT(self) -> None:
                fake.answer(self)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self.thread.start()

    def close(self) -> None:
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def script(self, operation: str, *replies: Reply) -> None:
        """The next answers, one a call; afterwards the usual one."""
        self._scripts[operation].extend(replies)

    def calls(self, operation: str) -> list[Call]:
        return [call for call in self.received if call.operation == operation]

    @property
    def events(self) -> list[dict[str, Any]]:
        """The entries of all PutEvents, with their details parsed."""
        entries = [entry for call in self.calls(PUT_EVENTS) for entry in json.loads(call.body)["Entries"]]
        return [{**entry, "Detail": json.loads(entry["Detail"])} for entry in entries]

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        call = self._received(handler)
        script = self._scripts[call.operation]
        reply = script.popleft() if script else USUAL[call.operation]
        self.closing.wait(reply.stall)
        if reply.hang_up:
            handler.close_connection = True
            return
        with suppress(ConnectionError):  # the client may have given up meanwhile
            self._send(handler, reply)

    def _send(self, handler: BaseHTTPRequestHandler, reply: Reply) -> None:
        handler.send_response(reply.status)
        for name, value in {**reply.headers, "content-length": str(len(reply.body))}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(reply.body[: reply.cut])
        self.closing.wait(reply.hold)
        handler.close_connection = handler.close_connection or reply.cut is not None

    def _received(self, handler: BaseHTTPRequestHandler) -> Call:
        headers = {name.lower(): value for name, value in handler.headers.items()}
        call = Call(
            operation=_operation(handler, headers),
            path=handler.path,
            headers=headers,
            body=handler.rfile.read(int(headers.get("content-length", 0))),
        )
        self.received.append(call)
        return call


def _operation(handler: BaseHTTPRequestHandler, headers: Mapping[str, str]) -> str:
    if headers.get("x-amz-target") == "AWSEvents.PutEvents":
        return PUT_EVENTS
    if handler.command == "PUT":
        return PUT_OBJECT
    return INVOKE_ASYNC if handler.path.endswith("/async-invocations") else INVOKE
