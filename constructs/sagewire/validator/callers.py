"""Who may call the functions of the templates: their permissions, `AWS::Lambda::Permission`."""

from __future__ import annotations

from fnmatch import fnmatchcase

from sagewire.validator.attached import Attached
from sagewire.validator.elsewhere import handed_over
from sagewire.validator.graph import Graph
from sagewire.validator.graph.function import Function
from sagewire.validator.graph.naming import names_others
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

PERMISSION = "AWS::Lambda::Permission"


def may_call(graph: Graph, function: Function, service: str, source: Resource | None) -> bool:
    """Whether a service may call a function on behalf of a resource: false only where it certainly may not.

    source: the resource that a permission would name; None if that is not known.
    """
    permissions = graph.view(_permissions)
    if not graph.complete or permissions.others_may(function) or function.resource in graph.view(handed_over):
        return True
    return any(_allows(permission, service, source) for permission in permissions.to(function))


def means_service(principal: Value, service: str) -> bool:
    """Whether a principal may be a service of AWS's, such as "sns", in whatever partition or region."""
    pattern = principal.pattern
    return pattern is None or fnmatchcase(f"{service}.", f"{pattern.partition('.')[0]}.")


def _permissions(graph: Graph) -> Attached:
    return Attached(graph, graph.of_type(PERMISSION))


def _allows(permission: Resource, service: str, source: Resource | None) -> bool:
    action = permission["Action"].pattern or "*"
    invokes = fnmatchcase("lambda:invokefunction", action.lower())
    for_source = source is None or not names_others(permission["SourceArn"], source)
    return invokes and for_source and means_service(permission["Principal"], service)
