"""What stands between a caller and the function: how long it waits, and how large a request it lets through."""

from dataclasses import dataclass

from constructs import IConstruct

from sagewire.invokers.function_url import has_function_urls
from sagewire.limits import (
    HTTP_API_PAYLOAD,
    HTTP_API_TIMEOUT,
    LAMBDA_PAYLOAD,
    LAMBDA_TIMEOUT,
    REST_API_PAYLOAD,
    REST_API_TIMEOUT,
    WEB_SOCKET_MESSAGE,
    Limit,
)

_URL = "take add_function_url, which waits as long as the function runs"
_QUEUE = "take on_queue, whose callers do not wait"
_UPLOAD = "put larger requests into S3 and name the object (on_object_created of an AsyncEndpoint's invoker)"


@dataclass(frozen=True, kw_only=True)
class Demand:
    """What one call of a function takes of whatever stands before it.

    invoker: whose function it is.
    seconds: how long the function may run; own_time: how much of that is not the endpoint's.
    request: the largest request in bytes; None where nobody stated it.
    shortened_by: the invoker's argument that shortens the time; None where there is none.
    answers: whether the caller gets the result as the function's answer.
    """

    invoker: IConstruct
    seconds: float
    own_time: float
    request: float | None
    shortened_by: str | None
    answers: bool

    @property
    def path(self) -> str:
        """Where the invoker is, for messages; asked for when there is one, since it takes two calls."""
        return self.invoker.node.path

    def check_answers(self, way_in: str) -> None:
        """Raise ValueError for a way in, or out, that is no connection, where the results are posted to one."""
        if not self.answers:
            raise ValueError(
                f"{way_in} on {self.path}: this function posts its results to the WebSocket connection that a request"
                " came through, and has no other way in or out: use add_web_socket_api, or another invoker without"
                " stream=ResponseStream.to_connection()"
            )


@dataclass(frozen=True, kw_only=True)
class FrontDoor:
    """One kind of front door.

    method: the invoker's, that adds it. wait: how long it waits for the function. payload: the largest request.
    in_base64: whether every body reaches the function in base64, which takes a third more.
    longer: what helps calls that take longer, beside a function URL, where the region has these.
    """

    method: str
    noun: str
    wait: Limit
    payload: Limit
    in_base64: bool = False
    longer: str | None = None

    def check(self, demand: Demand, *, wait: float | None = None) -> None:
        """Raise ValueError for calls that do not get through; `wait` is how long it waits, where it may be chosen."""
        demand.check_answers(self.method)
        self._check_time(demand, self.wait.value if wait is None else wait)
        self.check_request(demand)

    def check_request(self, demand: Demand) -> None:
        """Raise ValueError for requests that are too large to reach the function."""
        limit = min((self.payload, LAMBDA_PAYLOAD), key=lambda each: each.value)
        allowed = limit.value * 3 // 4 if self.in_base64 else limit.value
        if demand.request is not None and demand.request > allowed:
            encoded = ", since every body reaches the function in base64" if self.in_base64 else ""
            raise ValueError(
                f"{self.method} on {demand.path}: request is {demand.request:.0f}; through {self.noun},"
                f" allowed are 0 to {allowed} B{encoded} ({limit.source}): {_UPLOAD}"
            )

    def check_posted(self, demand: Demand) -> None:
        """Raise ValueError for requests that are too large, or results that are not posted to the connection."""
        if demand.answers:
            raise ValueError(
                f"{self.method} on {demand.path}: this function answers whoever calls it, and through"
                f" {self.noun} nobody waits for an answer: give the invoker stream=ResponseStream.to_connection()"
            )
        self.check_request(demand)

    def _check_time(self, demand: Demand, wait: float) -> None:
        if demand.seconds <= wait:
            return
        left = int(wait - demand.own_time)
        may_shorten = demand.shortened_by and left >= 1
        ways = [
            f"give the invoker a {demand.shortened_by} of at most {left} s" if may_shorten else None,
            self.longer,
            _URL if has_function_urls(demand.invoker) else _QUEUE,
        ]
        raise ValueError(
            f"{self.method} on {demand.path}: the function may take {demand.seconds:g} s, and {self.noun} gives up"
            f" after {wait:g} s ({self.wait.source}): {', or '.join(way for way in ways if way)}"
        )


FUNCTION_URL = FrontDoor(method="add_function_url", noun="a function URL", wait=LAMBDA_TIMEOUT, payload=LAMBDA_PAYLOAD)
HTTP_API = FrontDoor(method="add_http_api", noun="an HTTP API", wait=HTTP_API_TIMEOUT, payload=HTTP_API_PAYLOAD)
REST_API = FrontDoor(
    method="add_rest_api",
    noun="a REST API",
    wait=REST_API_TIMEOUT,
    payload=REST_API_PAYLOAD,
    in_base64=True,
    longer="raise the account's quota and say so with timeout",
)
WEB_SOCKET_API = FrontDoor(
    method="add_web_socket_api", noun="a WebSocket API", wait=LAMBDA_TIMEOUT, payload=WEB_SOCKET_MESSAGE
)
