"""How the function takes an endpoint's answer: whole, or as the model writes it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from aws_cdk import Duration, Size

from sagewire.amounts import in_bytes, in_seconds
from sagewire.arguments import check_known, check_range
from sagewire.endpoints.kind import EndpointKind
from sagewire.limits import LAMBDA_PAYLOAD, REAL_TIME_STREAM, Limit
from sagewire.permissions import Permission

_HANDLER = "invoke_stream.handler.handler"


@dataclass(frozen=True, kw_only=True)
class ResponseStream:
    """What is done with an answer that the endpoint streams; `collected` and `to_connection` make one.

    A function in Python cannot pass a stream on to whoever called it: of Lambda's managed runtimes only Node.js streams
    its response (https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html).

    mode: what becomes of the parts.
    max_time: from the request to the last part; None stands for the 480 s that SageMaker allows, or the deadline.
    max_size: of all parts together; None where they are not kept.
    """

    mode: Literal["collect", "connection"]
    max_time: Duration | None = None
    max_size: Size | None = None

    def __post_init__(self) -> None:
        if self.answers and (self.max_time is None or self.max_size is None):
            raise ValueError("mode is 'collect' without max_time or max_size: what is kept needs both bounds")
        if self.max_time is not None:
            _check("max_time", in_seconds("max_time", self.max_time), REAL_TIME_STREAM)
        if self.max_size is not None:
            _check("max_size", in_bytes("max_size", self.max_size), LAMBDA_PAYLOAD)

    @classmethod
    def collected(cls, *, max_size: Size, max_time: Duration) -> "ResponseStream":
        """Collect the parts, and answer with all of them at once.

        For models that answer only as a stream, or take longer than the 60 s that an answer in one piece may.

        Args:
            max_size: Of all parts together, up to 6 MiB, since they become one answer of a Lambda function. Bytes that
                are no text take a third more in it, so that 4.5 MiB of them fit.
            max_time: From the request to the last part, 1 to 480 s; parts of a second are rounded up.

        Raises:
            ValueError: For a size or a time outside these, or one that is known at deployment only.
        """
        return cls(mode="collect", max_time=max_time, max_size=max_size)

    @classmethod
    def to_connection(cls, *, max_time: Duration | None = None) -> "ResponseStream":
        """Post each part to the WebSocket connection that the request came through: `add_web_socket_api`.

        Args:
            max_time: From the request to the last part, 1 to 480 s; the invoker's deadline, or 480 s, if not given.

        Raises:
            ValueError: For a time outside these, or one that is known at deployment only.
        """
        return cls(mode="connection", max_time=max_time)

    @property
    def answers(self) -> bool:
        """Whether the function's own answer is the result."""
        return self.mode == "collect"


@dataclass(frozen=True, kw_only=True)
class Call:
    """How the function calls the endpoint: its code, its waits in seconds, its variables and its permissions."""

    handler: str
    read_timeout: float
    time: float
    variables: Mapping[str, str]
    allowed: Sequence[Permission]


def whole_call(kind: EndpointKind, *, read_timeout: float, allowed: Sequence[Permission]) -> Call:
    """A call whose answer comes in one piece."""
    return Call(handler=kind.handler, read_timeout=read_timeout, time=read_timeout, variables={}, allowed=allowed)


def streamed_call(
    kind: EndpointKind,
    stream: ResponseStream,
    *,
    read_timeout: float,
    deadline: Duration | None,
    allowed: Sequence[Permission],
) -> Call:
    """A call whose answer is streamed; `allowed` is what a call in one piece takes.

    Raises:
        ValueError: For an endpoint that does not stream, or a stream that takes longer than its caller waits.
    """
    if kind.stream_action is None:
        raise ValueError(
            f"stream is given, but {kind.noun} answers whole: leave it out, or take a RealTimeEndpoint, since only"
            " instances that answer in real time stream"
            " (https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpointWithResponseStream.html)"
        )
    time = _time(stream, deadline)
    variables = {"SAGEWIRE_STREAM": stream.mode, "SAGEWIRE_STREAM_TIME": str(time)}
    if stream.max_size is not None:
        variables["SAGEWIRE_STREAM_LIMIT"] = str(int(in_bytes("max_size", stream.max_size)))
    return Call(
        handler=_HANDLER,
        read_timeout=min(read_timeout, time),
        time=time,
        variables=variables,
        allowed=[replace(each, actions=[kind.stream_action]) for each in allowed],
    )


def check_collected(stream: ResponseStream | None, response: float | None) -> None:
    """Raise ValueError for an answer that is said to be larger than what is collected of it."""
    if stream is None or stream.max_size is None or response is None:
        return
    collected = in_bytes("max_size", stream.max_size)
    if response > collected:
        raise ValueError(
            f"response is {response:.0f} B, and max_size of the stream is {collected:.0f} B: give the stream at least"
            " the size of the largest response"
        )


def _time(stream: ResponseStream, deadline: Duration | None) -> int:
    waited = REAL_TIME_STREAM.value if deadline is None else math.ceil(in_seconds("deadline", deadline))
    if stream.max_time is None:
        return min(waited, REAL_TIME_STREAM.value)
    time = math.ceil(in_seconds("max_time", stream.max_time))
    if time > waited:
        raise ValueError(
            f"max_time of the stream is {time} s, and the caller waits {waited} s (deadline): give the stream at most"
            " that"
        )
    return time


def _check(name: str, figure: float, limit: Limit) -> None:
    check_known(name, figure)
    check_range(name, math.ceil(figure), replace(limit, minimum=1))
