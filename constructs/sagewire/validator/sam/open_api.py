"""Functions behind APIs that certainly ask nobody who calls: neither the API, nor all of them, nor the event does.

Of any other API it is not told here who may call it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sagewire.validator.sam.api import API, HTTP_API
from sagewire.validator.sam.api import api as written_out
from sagewire.validator.sam.function_events import function_events
from sagewire.validator.sam.settled import read, resource

# Where an API of the template is written out, who may call it may stand there.
_SAYING_WHO = ("Auth", "DefinitionBody", "DefinitionUri")
_ANYBODY = {"AuthorizationType": "NONE"}


class _Kind(NamedTuple):
    """A kind of API. implicit: the one that SAM makes by itself. named_by: the property of what belongs to an API."""

    type: str
    implicit: str
    named_by: str


_KINDS = {
    "Api": _Kind(API, "ServerlessRestApi", "RestApiId"),
    "HttpApi": _Kind(HTTP_API, "ServerlessHttpApi", "ApiId"),
}


class Opened(NamedTuple):
    """A resource that is open like that. origin: the function by whose event it is made."""

    logical_id: str
    resource: Mapping[str, Any]
    origin: str


def open_apis(body: Mapping[str, Any], resources: Mapping[str, Any], made: Mapping[str, Any]) -> Iterator[Opened]:
    """The methods and routes of open APIs, with the APIs that SAM makes by itself. made: what events have become."""
    shared = body.get("Globals", {})
    for event in function_events(resources):
        kind, said = read(event.written)
        if kind not in _KINDS:
            continue
        known = _KINDS[kind]
        api = _api(said.get(known.named_by), known, resources)
        if api is None or not isinstance(shared, dict) or "Auth" in said or _says_who(shared.get(kind, {})):
            continue
        if api == known.implicit:
            yield Opened(api, written_out(known.type, shared.get(kind, {})), event.function)
        for open_id, part in _opened(event.made_as, made.get(event.made_as, {}), {known.named_by: {"Ref": api}}):
            yield Opened(open_id, part, event.function)


def _opened(own_id: str, part: Mapping[str, Any], of_api: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """A method that anybody may call, or an integration and the route that leads there. of_api: what names the API."""
    said = {**part.get("Properties", {}), **of_api}
    if "AuthorizationType" in said:
        yield own_id, {**part, "Properties": {**said, **_ANYBODY}}
        return
    yield own_id, {**part, "Properties": said}
    target = {"Fn::Sub": "integrations/${" + own_id + "}"}
    yield f"{own_id}Route", resource("AWS::ApiGatewayV2::Route", {**of_api, **_ANYBODY, "Target": target})


def _api(named: Any, kind: _Kind, resources: Mapping[str, Any]) -> str | None:
    """The logical id of the API that an event is of, if that certainly says nothing of who may call."""
    match named:
        case None:
            return kind.implicit
        case {"Ref": str() as name}:
            api = resources.get(name)
            if isinstance(api, dict) and api.get("Type") == kind.type and not _says_who(api.get("Properties", {})):
                return name
    return None


def _says_who(properties: Any) -> bool:
    return not isinstance(properties, dict) or any(name in properties for name in _SAYING_WHO)
