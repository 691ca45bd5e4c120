"""The endpoint as it streams its answer: the parts of it, bounded in size and in time, of which a break is no end.

https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpointWithResponseStream.html
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Protocol

from botocore.eventstream import EventStreamBuffer, EventStreamMessage
from urllib3 import HTTPResponse
from urllib3 import exceptions as urllib3_errors

from inference.aws.connections import bound
from inference.aws.sagemaker_runtime import SageMakerRuntime
from inference.choices import Operation
from inference.context import Context
from inference.endpoint import Guard, asked, runtime, unguarded
from inference.errors import InferenceError, StreamBroken, StreamTimeout, StreamTooLarge
from inference.faults import translated, translated_stream
from inference.log import InvocationRecord
from inference.request import JSON, InferenceRequest
from inference.response import TOLD, InferenceResponse
from inference.retry import RetryPolicy
from inference.settings import EndpointSettings, StreamSettings

PARTIAL_LIMIT = 128 * 1024  # bytes of a result that broke off which are told, so that any event can carry them
_PART = "PayloadPart"
_LATE = "the answer was not whole within its time"


class Receiver(Protocol):
    """Who gets the parts, as they come."""

    def receive(self, part: bytes) -> bool:
        """Takes a part; False when nobody wants another. Raises InferenceError."""
        ...

    @property
    def received(self) -> bytes:
        """What is to be told of the parts in the end."""
        ...


class Collector:
    """Keeps the parts, until they are whole."""

    def __init__(self) -> None:
        self._parts = bytearray()

    def receive(self, part: bytes) -> bool:
        """Keeps it. A part may end within a character, so that they are joined as bytes."""
        self._parts += part
        return True

    @property
    def received(self) -> bytes:
        """All of them."""
        return bytes(self._parts)


@dataclass(frozen=True, kw_only=True)
class StreamedEndpoint:
    """A real-time endpoint whose answer comes in parts. Once it has begun, no attempt is made again."""

    settings: EndpointSettings
    stream: StreamSettings
    client: SageMakerRuntime
    guard: Guard = unguarded
    receiver: Callable[[], Receiver] = Collector

    @classmethod
    def of(cls, settings: EndpointSettings, stream: StreamSettings, *, guard: Guard = unguarded) -> "StreamedEndpoint":
        """The endpoint and a client for it; `guard` may refuse a request."""
        return cls(settings=settings, stream=stream, client=runtime(settings), guard=guard)

    def infer(self, request: InferenceRequest, *, context: Context, record: InvocationRecord) -> InferenceResponse:
        """InvokeEndpointWithResponseStream, until its end.

        Raises:
            InferenceError: its `partial` is what came before the stream broke, the first PARTIAL_LIMIT bytes of it.
        """
        request.check_size(self.settings.request_limit)
        parameters = asked(request, self.settings, Operation.INVOKE_STREAM)

        def attempt() -> InferenceResponse:
            deadline = time.monotonic() + self.stream.time
            with record.attempt():
                with translated():
                    answer = self.client.invoke_endpoint_with_response_stream(Body=request.body, **parameters)
                with closing(answer["Body"]) as body:
                    return self._received(answer, parts(body, deadline=deadline, silence=self.settings.read_timeout))

        policy = RetryPolicy.of(self.settings)
        return self.guard(lambda: policy.call(attempt, remaining=context.get_remaining_time_in_millis))

    def _received(self, answer: Mapping[str, Any], came: Iterator[bytes]) -> InferenceResponse:
        receiver = self.receiver()
        try:
            for part in self._bounded(came):
                if not receiver.receive(part):
                    break
        except InferenceError as error:
            partial = receiver.received[:PARTIAL_LIMIT]
            error.partial = _response(answer, partial) if partial else None
            raise
        return _response(answer, receiver.received)

    def _bounded(self, came: Iterator[bytes]) -> Iterator[bytes]:
        left = self.stream.limit
        for part in came:
            if len(part) > left:
                yield part[: int(left)]
                raise StreamTooLarge(
                    f"the answer has more than {self.stream.limit} bytes, where the stream was cut off"
                )
            left -= len(part)
            yield part


def parts(raw: HTTPResponse, *, deadline: float, silence: float) -> Iterator[bytes]:
    """The parts as they come, those of one read together: each of them whole, and none after the deadline.

    botocore's own iterator takes a frame that was cut for the end, and waits for the last as long as for the first.

    Args:
        raw: the response, still to be read.
        deadline: by time.monotonic().
        silence: seconds that may pass between two reads.

    Raises:
        StreamBroken: it ended with an error, a frame is damaged or cut, or the connection broke.
        StreamTimeout: it was not whole by the deadline.
        ReadTimeout: it was silent for too long.
    """
    buffer, pending = EventStreamBuffer(), 0
    with translated_stream():
        for chunk in _chunks(raw, deadline=deadline, silence=silence):
            buffer.add_data(chunk)
            pending += len(chunk)
            came = bytearray()
            try:
                for event in buffer:
                    prelude: Any = event.prelude
                    pending -= prelude.total_length
                    came += _part(event)
            finally:  # what came before a break is no less there
                if came:
                    yield bytes(came)
    if pending:
        raise StreamBroken(detail=f"of the last event {pending} bytes came, and not its end")


def _chunks(raw: Any, *, deadline: float, silence: float) -> Iterator[bytes]:
    """What comes before the deadline, by time.monotonic(), and with at most `silence` seconds between."""
    bound(raw, deadline=deadline, silence=silence)
    chunks = raw.stream()
    chunk: bytes | None = b""
    while chunk is not None:
        yield chunk
        if time.monotonic() >= deadline:
            raise StreamTimeout(_LATE)
        try:
            chunk = next(chunks, None)
        except urllib3_errors.ReadTimeoutError as fault:
            if time.monotonic() >= deadline:
                raise StreamTimeout(_LATE) from fault
            raise


def _part(event: EventStreamMessage) -> bytes:
    """The bytes of a part; none of what is no part, and StreamBroken for an error that the stream ends with."""
    frame = event.to_response_dict()
    kind = frame["headers"]
    if frame["status_code"] != HTTPStatus.OK:
        raise StreamBroken(detail=kind.get(":exception-type") or kind.get(":error-code"))
    return frame["body"] if kind.get(":event-type") == _PART else b""


def _response(answer: Mapping[str, Any], body: bytes) -> InferenceResponse:
    return InferenceResponse(
        body=body,
        content_type=answer.get("ContentType") or JSON,
        variant=answer.get("InvokedProductionVariant"),
        told={name: answer[name] for name in TOLD if name in answer},
    )
