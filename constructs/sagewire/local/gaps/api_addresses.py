"""APIs are named, and asked, under AWS's host; MiniStack knows them only below its own."""

import re
from collections.abc import Mapping, MutableMapping
from typing import Any

from sagewire.local import seams
from sagewire.local.gaps.resource_types import after_creating

_APP = "ministack.app"
_HOST = re.compile(r"^([a-f0-9]{8})\.execute-api\.(?:[a-z0-9-]+\.amazonaws\.com|localhost)(?::\d+)?$")
_SCHEMES = {"HTTP": "https", "WEBSOCKET": "wss"}


def install() -> None:
    """Answer under both, and say AWS's."""
    seams.replace(_APP, "_EXECUTE_API_RE", _HOST)
    after_creating("AWS::ApiGatewayV2::Api", _name)


def _name(api: str, properties: Mapping[str, Any], attributes: MutableMapping[str, str]) -> None:
    scheme = _SCHEMES[properties.get("ProtocolType", "HTTP")]
    attributes["ApiEndpoint"] = f"{scheme}://{api}.execute-api.{seams.region()}.amazonaws.com"
    seams.seam("ministack.services.apigateway", "_apis")[api]["apiEndpoint"] = attributes["ApiEndpoint"]
