"""Figures of what stands in front of a function."""

from sagewire.limits.figure import Limit
from sagewire.limits.sources import API_GATEWAY, REST_API, WEB_SOCKET

HTTP_API_TIMEOUT = Limit(
    value=30,
    unit="s",
    what="an HTTP API waits for the function",
    source=f"{API_GATEWAY}/http-api-quotas.html",
)
HTTP_API_PAYLOAD = Limit(
    value=10 * 1024 * 1024,
    unit="B",
    what="request, and response, of an HTTP API",
    source=f"{API_GATEWAY}/http-api-quotas.html",
)
REST_API_TIMEOUT = Limit(
    value=29,
    unit="s",
    what="a REST API waits for the function, unless the account's quota was raised",
    source=REST_API,
)
REST_API_RAISED_TIMEOUT = Limit(
    value=300,
    minimum=1,
    unit="s",
    what="a Regional REST API waits for the function once the quota was raised, often for a lower throttle quota",
    source=REST_API,
)
REST_API_PAYLOAD = Limit(
    value=10 * 1024 * 1024,
    unit="B",
    what="request, and response, of a REST API",
    source=REST_API,
)
WEB_SOCKET_TIMEOUT = Limit(
    value=29,
    unit="s",
    what="a WebSocket API waits for the function",
    source=WEB_SOCKET,
)
WEB_SOCKET_MESSAGE = Limit(
    value=128 * 1024,
    unit="B",
    what="message of a WebSocket API, in frames of 32 KB at most",
    source=WEB_SOCKET,
)
