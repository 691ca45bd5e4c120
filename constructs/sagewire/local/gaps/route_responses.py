"""The response of a WebSocket route, a type of resource that MiniStack does not know; it always sends what is returned.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-response.html
"""

from collections.abc import Mapping
from typing import Any

from sagewire.local import seams
from sagewire.local.seams import Created


def install() -> None:
    """Let stacks make and remove them."""
    seams.add_resource_type(
        "AWS::ApiGatewayV2::RouteResponse",
        handlers={"create": _create, "update": _update, "delete": _delete},
        replacing=("ApiId", "RouteId", "RouteResponseKey"),
    )


def _create(logical_id: str, _properties: Mapping[str, Any], stack: str) -> Created:
    return seams.physical_name(stack, logical_id, longest=10), {}


def _update(physical_id: str, *_others: Any) -> Created:
    return physical_id, {}


def _delete(*_others: Any) -> None:
    """There is nothing to remove."""
