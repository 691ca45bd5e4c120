"""Which methods and routes of APIs anybody may call."""

from __future__ import annotations

from sagewire.validator.graph import Graph
from sagewire.validator.template import Resource

_FIREWALL = "AWS::WAFv2::WebACLAssociation"


def open_to_all(graph: Graph, part: Resource, api: Resource) -> bool:
    """Whether a method or a route asks for nothing, and nothing that stands before its API is known to ask either."""
    kind = part["AuthorizationType"]
    asks_nothing = kind.absent or kind.text == "NONE"
    key = part["ApiKeyRequired"]
    return asks_nothing and (key.absent or key.flag is False) and not _guarded(graph, part, api)


def _guarded(graph: Graph, part: Resource, api: Resource) -> bool:
    """Whether the API is private, or has a policy, an own domain alone, or a firewall; preflights need no guard."""
    kinds = api["EndpointConfiguration"]["Types"]
    private = any(kind.text == "PRIVATE" for kind in kinds.elements) or not kinds.complete
    own_domain = not (api["DisableExecuteApiEndpoint"].absent or api["DisableExecuteApiEndpoint"].flag is False)
    method = (part["HttpMethod"].text or part["RouteKey"].text or "").partition(" ")[0]
    return (
        private or own_domain or method == "OPTIONS" or not api["Policy"].absent or api in graph.view(_behind_firewall)
    )


def _behind_firewall(graph: Graph) -> frozenset[Resource]:
    associated = [named for one in graph.of_type(_FIREWALL) for named in one["ResourceArn"].mentions]
    stages = [named for stage in associated for name in ("RestApiId", "ApiId") for named in stage[name].mentions]
    return frozenset([*associated, *stages])
