"""A function posts to the connections of a WebSocket API at AWS_ENDPOINT_URL, which names no API: its connection does.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
"""

import re
from typing import Any
from urllib.parse import unquote

from sagewire.local import seams

_APP = "ministack.app"
_CONNECTION = re.compile(r"^(?:/[^/@]+)?(/@connections/([^/]+))$")


def install() -> None:
    """Find the API and the stage by the connection."""
    before = seams.seam(_APP, "_parse_execute_api_url")

    def parse(host: str, path: str) -> tuple[str, str, str] | None:
        found: tuple[str, str, str] | None = before(host, path)
        return found or _by_connection(path)

    seams.replace(_APP, "_parse_execute_api_url", parse)


def _by_connection(path: str) -> tuple[str, str, str] | None:
    if (match := _CONNECTION.match(unquote(path))) is None:
        return None
    connection: dict[str, Any] | None = seams.seam("ministack.services.apigateway", "_ws_connections").get(match[2])
    # One that is gone belongs to no API any more; any name will do for AWS's 410.
    api, stage = (connection["apiId"], connection["stage"]) if connection else ("gone", "gone")
    return api, stage, match[1]
