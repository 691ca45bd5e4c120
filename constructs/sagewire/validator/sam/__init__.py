"""What SAM's macro makes of `AWS::Serverless::*`, as far as rules ask for it.

Each function of a SAM template becomes the Lambda function, the role and the ways in that the macro makes of it, by the
logical ids that the macro gives them. What it takes from elsewhere is left unknown. Nothing else is added that a rule
would miss, but by connectors, which put policies where they are needed, and by applications of elsewhere.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sagewire.validator.sam.api import API, HTTP_API, api
from sagewire.validator.sam.bucket import notifying
from sagewire.validator.sam.function import FUNCTION, function
from sagewire.validator.sam.open_api import open_apis
from sagewire.validator.sam.settled import merged
from sagewire.validator.sam.state_machine import STATE_MACHINE, state_machine

_TRANSFORM = "AWS::Serverless-"
_OWN = "AWS::Serverless::"
# Those beside these may put policies on what others make.
_TOLD = frozenset(
    {
        FUNCTION,
        STATE_MACHINE,
        API,
        HTTP_API,
        "AWS::Serverless::GraphQLApi",
        "AWS::Serverless::LayerVersion",
        "AWS::Serverless::SimpleTable",
    }
)


class Expanded(NamedTuple):
    """The resources of a template, with those that SAM makes in place of its own. origins: what these are made of."""

    resources: Mapping[str, Any]
    origins: Mapping[str, str]


def expanded(body: Mapping[str, Any], resources: Mapping[str, Any]) -> Expanded:
    """What stands in a template when SAM has read it."""
    if not _uses_sam(body.get("Transform")):
        return Expanded(resources, {})
    given = body.get("Globals")
    shared = given.get("Function", {}) if isinstance(given, dict) else {}
    made: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for logical_id, resource in resources.items():
        parts = _made(logical_id, resource, shared)
        made |= parts
        origins |= dict.fromkeys(parts, logical_id)
    for opened in open_apis(body, resources, made):
        made[opened.logical_id] = opened.resource
        origins[opened.logical_id] = opened.origin
    return Expanded(made | dict(notifying(resources, made)), origins)


def is_sam(macro: Any) -> bool:
    """Whether the name of a macro is SAM's."""
    return isinstance(macro, str) and macro.startswith(_TRANSFORM)


def is_whole(resources: Mapping[str, Any]) -> bool:
    """Whether all is told here that SAM makes of resources and that a rule would miss."""
    return not any(_adds_more(resource) for resource in resources.values() if isinstance(resource, dict))


def _adds_more(resource: Mapping[str, Any]) -> bool:
    kind = resource.get("Type")
    ours = not isinstance(kind, str) or not kind.startswith(_OWN) or kind in _TOLD
    return not ours or "Connectors" in resource


def _uses_sam(transform: Any) -> bool:
    names = transform if isinstance(transform, list) else [transform]
    return any(map(is_sam, names))


def _made(logical_id: str, resource: Any, shared: Any) -> Mapping[str, Any]:
    kind = resource.get("Type") if isinstance(resource, dict) else None
    properties = resource.get("Properties", {}) if isinstance(resource, dict) else None
    if not isinstance(kind, str) or not isinstance(properties, dict):
        return {logical_id: resource}
    if kind == FUNCTION:
        parts = function(logical_id, merged(shared, properties))
    elif kind == STATE_MACHINE:
        parts = state_machine(logical_id, properties)
    elif kind in (API, HTTP_API):
        parts = {logical_id: api(kind, properties)}
    else:
        return {logical_id: resource}
    beside = {name: value for name, value in resource.items() if name not in ("Type", "Properties")}
    # What is stated, and acknowledged, is so of the function alone.
    without = {name: value for name, value in beside.items() if name != "Metadata"}
    return {made: {**(beside if made == logical_id else without), **part} for made, part in parts.items()}
