"""The requests that APIs hand on to functions, and the ARNs in whose name API Gateway calls the functions for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from sagewire.validator.graph import Graph
from sagewire.validator.graph.api import METHOD
from sagewire.validator.permissions.patterns import IN_NAME
from sagewire.validator.permissions.sources import may_be
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

_ROUTE = "AWS::ApiGatewayV2::Route"
_REST_API = "AWS::ApiGateway::RestApi"
_RESOURCE = "AWS::ApiGateway::Resource"
_DEFAULT = "$default"
_ANY = "ANY"
# Which of an HTTP API's requests, or which of a WebSocket API's messages.
_KEY = re.compile(r"([A-Z]+) (/.*)")
# In a path: one part of it, and all that follows.
_VARIABLE = re.compile(r"\{[^}]*\}")
_REST = re.compile(r"\{[^}]*\+\}")
_OF_STAGE = f"arn:{IN_NAME}:execute-api:{IN_NAME}:{IN_NAME}:{IN_NAME}/{IN_NAME}"
# Under this name the console tries out methods, and nobody else calls them.
_TRIED_OUT = "/test-invoke-stage/"
_DEEP = 64


class Request(NamedTuple):
    """One kind of request. at: where it is told. named: "POST /predict". arn: a pattern, that ends in no slash."""

    at: Value
    named: str
    arn: str

    def may_be_for(self, source: Value) -> bool:
        """Whether a permission of this source may be for it: false only where it certainly is for others."""
        if source.absent:
            return True
        said = source.pattern or ""
        ends = ("", "/") if self.named.endswith(" /") or said.endswith("/") else ("",)
        return _TRIED_OUT not in said and any(may_be(source, f"{self.arn}{end}") for end in ends)


def requests_of(graph: Graph, calling: Resource) -> Iterator[Request]:
    """Those that a method, or an integration of an HTTP or a WebSocket API, hands on, as far as they are known."""
    if calling.type == METHOD:
        yield _request(calling["HttpMethod"], (calling["HttpMethod"].text or _ANY).upper(), _path(calling))
        return
    for route in graph.of_type(_ROUTE):
        key = route["RouteKey"]
        if calling in route["Target"].mentions and key.text not in (None, _DEFAULT):
            yield _of_route(key, key.text or "")


def _of_route(at: Value, key: str) -> Request:
    of_http = _KEY.fullmatch(key)
    return _request(at, of_http[1], of_http[2]) if of_http else Request(at, key, f"{_OF_STAGE}/{key}")


def _request(at: Value, verb: str, path: str) -> Request:
    called = IN_NAME if verb == _ANY else verb
    fits = _VARIABLE.sub(IN_NAME, _REST.sub("*", path))
    return Request(at, f"{verb} {path}", f"{_OF_STAGE}/{called}{fits.rstrip('/')}")


def _path(method: Resource) -> str:
    """The path of a method, with * for what is not known of it."""
    parts: list[str] = []
    at = method["ResourceId"]
    for _ in range(_DEEP):
        above = at.reference
        if above is not None and above.type == _REST_API:
            return "/" + "/".join(reversed(parts))
        if above is None or above.type != _RESOURCE:
            break
        parts.append(above["PathPart"].pattern or "*")
        at = above["ParentId"]
    return "/" + "/".join(reversed([*parts, "*"]))
