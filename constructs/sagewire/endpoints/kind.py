"""What tells the kinds of endpoint apart, for whoever calls them: one row each."""

from dataclasses import dataclass, replace

from sagewire.limits import (
    ASYNC_PAYLOAD,
    REAL_TIME_PAYLOAD,
    REAL_TIME_RESPONSE,
    SERVERLESS_PAYLOAD,
    SERVERLESS_RESPONSE,
    Limit,
)

# A client that gives up when the endpoint does takes a late answer for none and may ask twice.
_CLIENT_MARGIN = 10


@dataclass(frozen=True, kw_only=True)
class EndpointKind:
    """How an endpoint of one kind is invoked.

    noun: how a message calls it.
    label: its part of the logical ids, so that an endpoint that changes its kind is a new one (AWS refuses to convert).
    handler: the function's code, `package.module.function` in lambda_src.
    read_timeout: seconds that a client waits for one answer of the endpoint's API.
    stream_action: what a caller may do who has the answer streamed; None where there is no stream.
    own_time: seconds that a function needs beside that: to connect, to try again what failed at once, with the pauses
        between, and to answer.
    """

    label: str
    noun: str
    action: str
    handler: str
    payload: Limit
    read_timeout: int
    # 3.5 s of it to connect and to answer; four pauses take 3 s at most, which leaves as much for what failed.
    own_time: int = 10
    stream_action: str | None = None


REAL_TIME = EndpointKind(
    label="RealTime",
    noun="a real-time endpoint",
    action="sagemaker:InvokeEndpoint",
    handler="invoke.handler.handler",
    payload=REAL_TIME_PAYLOAD,
    read_timeout=REAL_TIME_RESPONSE.value + _CLIENT_MARGIN,
    stream_action="sagemaker:InvokeEndpointWithResponseStream",
)
COMPONENTS = replace(REAL_TIME, label="Component", noun="an endpoint of inference components")
SERVERLESS = EndpointKind(
    label="Serverless",
    noun="a serverless endpoint",
    action="sagemaker:InvokeEndpoint",
    handler="invoke.handler.handler",
    payload=SERVERLESS_PAYLOAD,
    read_timeout=SERVERLESS_RESPONSE.value + _CLIENT_MARGIN,
)
ASYNCHRONOUS = EndpointKind(
    label="Asynchronous",
    noun="an asynchronous endpoint",
    action="sagemaker:InvokeEndpointAsync",
    handler="invoke_async.handler.handler",
    payload=ASYNC_PAYLOAD,
    # The API answers once the request is queued; the inference itself is not waited for.
    read_timeout=10,
    # A request without an object of its own is uploaded first; a REST API waits 29 s for both.
    own_time=19,
)
