"""What becomes of `AWS::Serverless::Api` and `AWS::Serverless::HttpApi`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sagewire.validator.sam.settled import ELSEWHERE, resource

API = "AWS::Serverless::Api"
HTTP_API = "AWS::Serverless::HttpApi"
_BECOMES = {API: "AWS::ApiGateway::RestApi", HTTP_API: "AWS::ApiGatewayV2::Api"}
_RENAMED = {"DefinitionBody": "Body"}


def api(kind: str, properties: Mapping[str, Any]) -> Mapping[str, Any]:
    """The API, without the deployment and the stage."""
    own = {_RENAMED.get(name, name): value for name, value in properties.items()}
    if kind == API and "EndpointConfiguration" in own:
        own["EndpointConfiguration"] = _endpoint(own["EndpointConfiguration"])
    return resource(_BECOMES[kind], own)


def _endpoint(said: Any) -> Any:
    """SAM takes the one type, by itself or as a property."""
    match said:
        case {"Type": kind, **beside}:
            return {**beside, "Types": [kind]}
        case str():
            return {"Types": [said]}
    return ELSEWHERE
