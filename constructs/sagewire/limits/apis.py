"""Figures of what stands in front of a function."""

from sagewire.limits.figure import Choice, Limit
from sagewire.limits.sources import API_GATEWAY, LOAD_BALANCER, RESPONSE_TRANSFER, REST_API, WEB_SOCKET

HTTP_API_TIMEOUT = Limit(
    value=30,
    unit="s",
    what="an HTTP API waits for the function",
    source=f"{API_GATEWAY}/http-api-quotas.html",
    default=30,
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
    default=29,
    adjustable="quota",
)
REGIONS_WITHOUT_EDGE = Choice(
    values=("cn-north-1", "cn-northwest-1", "us-gov-east-1", "us-gov-west-1"),
    what="regions that have no edge-optimized APIs",
    source="https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-abp.html",
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
    default=29,
)
WEB_SOCKET_MESSAGE = Limit(
    value=128 * 1024,
    unit="B",
    what="message of a WebSocket API, in frames of 32 KB at most",
    source=WEB_SOCKET,
)
REST_API_STREAM = Limit(
    value=900,
    unit="s",
    what="streamed response of a REST API, from a proxy integration with the transfer mode STREAM",
    source=RESPONSE_TRANSFER,
)
REST_API_STREAM_IDLE = Limit(
    value=300,
    unit="s",
    what="silence in a streamed response of a Regional or private REST API",
    source=RESPONSE_TRANSFER,
)
REST_API_EDGE_STREAM_IDLE = Limit(
    value=30,
    unit="s",
    what="silence in a streamed response of an edge-optimized REST API",
    source=RESPONSE_TRANSFER,
)
LOAD_BALANCER_PAYLOAD = Limit(
    value=1024 * 1024,
    unit="B",
    what="request body, and response as JSON, of a function behind an Application Load Balancer",
    source=f"{LOAD_BALANCER}/lambda-functions.html",
)
LOAD_BALANCER_IDLE = Limit(
    value=4000,
    minimum=1,
    default=60,
    unit="s",
    what="silence after which an Application Load Balancer closes a connection",
    source=f"{LOAD_BALANCER}/edit-load-balancer-attributes.html",
)
