"""What SAM's macro makes of `AWS::Serverless::*`, as far as rules ask for it.

Each function of a SAM template becomes the Lambda function, the role and the ways in that the macro makes of it, by the
logical ids that the macro gives them. What it takes from elsewhere is left unknown, and so is whether there is more: a
template with a macro is never complete.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sagewire.validator.sam.bucket import notifying
from sagewire.validator.sam.function import FUNCTION, function
from sagewire.validator.sam.settled import merged

_TRANSFORM = "AWS::Serverless-"
# What becomes one resource of another type; of its properties, those that are called otherwise there.
_RENAMED: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "AWS::Serverless::Api": ("AWS::ApiGateway::RestApi", {"DefinitionBody": "Body"}),
    "AWS::Serverless::HttpApi": ("AWS::ApiGatewayV2::Api", {"DefinitionBody": "Body"}),
    "AWS::Serverless::StateMachine": ("AWS::StepFunctions::StateMachine", {"Role": "RoleArn"}),
}


def expanded(body: Mapping[str, Any], resources: Mapping[str, Any]) -> Mapping[str, Any]:
    """The resources of a template, with those that SAM makes in place of its own."""
    if not _uses_sam(body.get("Transform")):
        return resources
    given = body.get("Globals")
    shared = given.get("Function", {}) if isinstance(given, dict) else {}
    made: dict[str, Any] = {}
    for logical_id, resource in resources.items():
        made |= _made(logical_id, resource, shared)
    return made | dict(notifying(resources, made))


def _uses_sam(transform: Any) -> bool:
    names = transform if isinstance(transform, list) else [transform]
    return any(isinstance(name, str) and name.startswith(_TRANSFORM) for name in names)


def _made(logical_id: str, resource: Any, shared: Any) -> Mapping[str, Any]:
    kind = resource.get("Type") if isinstance(resource, dict) else None
    properties = resource.get("Properties", {}) if isinstance(resource, dict) else None
    if not isinstance(kind, str) or not isinstance(properties, dict):
        return {logical_id: resource}
    if kind == FUNCTION:
        parts = function(logical_id, merged(shared, properties))
    elif kind in _RENAMED:
        becomes, names = _RENAMED[kind]
        renamed = {names.get(name, name): value for name, value in properties.items()}
        parts = {logical_id: {"Type": becomes, "Properties": renamed}}
    else:
        return {logical_id: resource}
    beside = {name: value for name, value in resource.items() if name not in ("Type", "Properties")}
    # What is stated, and acknowledged, is so of the function alone.
    without = {name: value for name, value in beside.items() if name != "Metadata"}
    return {made: {**(beside if made == logical_id else without), **part} for made, part in parts.items()}
