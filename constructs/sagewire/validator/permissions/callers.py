"""Who may call the functions of the templates: their permissions, `AWS::Lambda::Permission`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fnmatch import fnmatchcase

from sagewire.validator.graph import Graph
from sagewire.validator.graph.function import Function
from sagewire.validator.graph.names import NAMED_BY, name_in
from sagewire.validator.graph.naming import names_others
from sagewire.validator.messages.attached import Attached
from sagewire.validator.permissions.elsewhere import handed_over
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

PERMISSION = "AWS::Lambda::Permission"
_WILD = re.compile(r"[*?]")


def may_call(graph: Graph, function: Function, service: str, source: Resource | None) -> bool:
    """Whether a service may call a function on behalf of a resource: false only where it certainly may not.

    source: the resource that a permission would name; None if that is not known.
    """
    found = permissions_for(graph, function, service, source)
    return found is None or bool(found)


def permissions_for(
    graph: Graph, function: Function, service: str, source: Resource | None
) -> Sequence[Resource] | None:
    """The permissions by which a service may call a function for a resource; None where others may let it too."""
    permissions = graph.view(_permissions)
    if not graph.complete or permissions.others_may(function) or function.resource in graph.view(handed_over):
        return None
    return [permission for permission in permissions.to(function) if _allows(permission, service, source)]


def means_service(principal: Value, service: str) -> bool:
    """Whether a principal may be a service of AWS's, such as "sns", in whatever partition or region."""
    pattern = principal.pattern
    return pattern is None or fnmatchcase(f"{service}.", f"{pattern.partition('.')[0]}.")


def _permissions(graph: Graph) -> Attached:
    return Attached(graph, graph.of_type(PERMISSION))


def _allows(permission: Resource, service: str, source: Resource | None) -> bool:
    action = permission["Action"].pattern or "*"
    invokes = fnmatchcase("lambda:invokefunction", action.lower())
    of = permission["SourceArn"]
    for_source = source is None or not (names_others(of, source) or _spells_another(of, source))
    return invokes and for_source and means_service(permission["Principal"], service)


def _spells_another(arn: Value, source: Resource) -> bool:
    """Whether an ARN spells the name of another resource than the source."""
    name = name_in(arn.pattern or "", source.type)
    if name is None:
        return False
    own = source[NAMED_BY[source.type]]
    if own.absent:  # then CloudFormation makes up a name, of which nobody can have written down more than a pattern
        return not _WILD.search(name)
    return own.text is not None and not fnmatchcase(own.text, name)
