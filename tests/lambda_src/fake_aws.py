"""A loopback server in the place of all that the functions call: it answers as scripted and keeps what it got."""

import json
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sagewire.testing import Answer, Reply, Request, faults
from sagewire.testing.loopback import LoopbackServer

__all__ = [
    "INVOKE",
    "INVOKE_ASYNC",
    "INVOKE_STREAM",
    "POST_TO_CONNECTION",
    "PUT_EVENTS",
    "PUT_OBJECT",
    "SEND_MESSAGE",
    "Call",
    "FakeAws",
    "Reply",
    "fault",
    "model_error",
    "result",
]

INVOKE = "invoke"
INVOKE_ASYNC = "invoke async"
INVOKE_STREAM = "invoke stream"
PUT_OBJECT = "put object"
PUT_EVENTS = "put events"
SEND_MESSAGE = "send message"
POST_TO_CONNECTION = "post to connection"

_SAGEMAKER = {
    "InvokeEndpoint": INVOKE,
    "InvokeEndpointAsync": INVOKE_ASYNC,
    "InvokeEndpointWithResponseStream": INVOKE_STREAM,
}
_TARGETS = {"AWSEvents.PutEvents": PUT_EVENTS, "AmazonSQS.SendMessage": SEND_MESSAGE}


@dataclass(frozen=True, kw_only=True)
class Call:
    """What the server got."""

    operation: str
    path: str
    headers: Mapping[str, str]  # names in lower case
    body: bytes


def fault(code: str, status: int, message: str = "out of order", **members: Any) -> Reply:
    """An error as AWS sends it; its code stands where REST services and where others have it."""
    return faults.error(code, status=status, message=message, **members)


def result(body: bytes, content_type: str = "application/json") -> Reply:
    """A result of the model."""
    return faults.result(body, content_type=content_type, variant="blue")


model_error = faults.model_error

USUAL: Mapping[str, Answer] = {
    INVOKE: result(b'{"score": 0.5}'),
    INVOKE_ASYNC: faults.accepted(),
    INVOKE_STREAM: faults.stream(b'{"score":', b" 0.5}", variant="blue"),
    PUT_OBJECT: Reply(),
    PUT_EVENTS: Reply(body=b'{"FailedEntryCount": 0, "Entries": [{"EventId": "1"}]}'),
    SEND_MESSAGE: Reply(body=b'{"MessageId": "sent-1"}'),
    POST_TO_CONNECTION: Reply(),
}


class FakeAws:
    """The server; `script` says how it answers next, `calls` what it was asked."""

    def __init__(self) -> None:
        self._scripts: dict[str, deque[Answer]] = defaultdict(deque)
        self._server = LoopbackServer(self)
        self.url = self._server.url

    def close(self) -> None:
        self._server.close()

    def script(self, operation: str, *answers: Answer) -> None:
        """The next answers, one a call; afterwards the usual one."""
        self._scripts[operation].extend(answers)

    @property
    def received(self) -> list[Call]:
        """All calls that were read."""
        return [
            Call(operation=_operation(request), path=request.path, headers=request.headers, body=request.body)
            for request in self._server.requests
        ]

    def calls(self, operation: str) -> list[Call]:
        return [call for call in self.received if call.operation == operation]

    @property
    def events(self) -> list[dict[str, Any]]:
        """The entries of all PutEvents, with their details parsed."""
        entries = [entry for call in self.calls(PUT_EVENTS) for entry in json.loads(call.body)["Entries"]]
        return [{**entry, "Detail": json.loads(entry["Detail"])} for entry in entries]

    @property
    def messages(self) -> list[dict[str, Any]]:
        """All that was sent to queues, with the bodies parsed."""
        sent = [json.loads(call.body) for call in self.calls(SEND_MESSAGE)]
        return [{**message, "MessageBody": json.loads(message["MessageBody"])} for message in sent]

    def unread(self) -> Answer | None:
        """For the server: what a script has next for a call that it does not read, whichever that is."""
        return next((script.popleft() for script in self._scripts.values() if script and script[0].unread), None)

    def answer(self, request: Request) -> Answer:
        """For the server."""
        operation = _operation(request)
        script = self._scripts[operation]
        return script.popleft() if script else USUAL[operation]


def _operation(request: Request) -> str:
    if target := request.headers.get("x-amz-target"):
        return _TARGETS.get(target, INVOKE)
    if request.method == "PUT":
        return PUT_OBJECT
    if request.path.startswith("/@connections/") or request.path.startswith("/%40connections/"):
        return POST_TO_CONNECTION
    return _SAGEMAKER.get(request.operation or "", INVOKE)
