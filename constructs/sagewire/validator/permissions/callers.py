"""Who may call the functions of the templates: their permissions, `AWS::Lambda::Permission`."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

from sagewire.validator.graph import Graph
from sagewire.validator.graph.function import Function
from sagewire.validator.messages.attached import Attached
from sagewire.validator.permissions.elsewhere import handed_over
from sagewire.validator.permissions.qualifiers import QUALIFIED, are_others, qualifier_in
from sagewire.validator.permissions.sources import means_other_source
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

PERMISSION = "AWS::Lambda::Permission"


def may_call(graph: Graph, function: Function, service: str, source: Resource | None, *, at: Value) -> bool:
    """Whether a service may call a function on behalf of a resource: false only where it certainly may not.

    source: the resource that a permission would name; None if that is not known. at: the place that names the
    function by one of its ARNs.
    """
    found = permissions_for(graph, function, service, source, at=at)
    return found is None or bool(found)


def permissions_for(
    graph: Graph, function: Function, service: str, source: Resource | None, *, at: Value
) -> Sequence[Resource] | None:
    """The permissions by which a service may call a function for a resource; None where others may let it too."""
    permissions = _those_on(graph, function, qualifier_in(at))
    if permissions is None or at.mentions & graph.view(handed_over):
        return None
    return [permission for permission in permissions if _allows(permission, service, source)]


def everybody_may(graph: Graph, function: Function, action: str, qualifier: str | None) -> bool:
    """Whether everybody may do something with a function: false only where nobody but its account's own may.

    qualifier: the version or the alias that it is done with; empty for the function itself, None if it is not known.
    """
    permissions = _those_on(graph, function, qualifier)
    return permissions is None or any(_is_about(one, action) and _is_for_all(one) for one in permissions)


def _those_on(graph: Graph, function: Function, qualifier: str | None) -> Sequence[Resource] | None:
    """The permissions on a function, or on a version or an alias of it; None where there may be others."""
    permissions = graph.view(_permissions)
    if not graph.complete or permissions.others_may(function) or function in graph.view(_handed_over):
        return None
    return [one for one in permissions.to(function) if not are_others(qualifier_in(one["FunctionName"]), qualifier)]


def _handed_over(graph: Graph) -> frozenset[Function]:
    """The functions that others may let somebody call, be it by a version or an alias."""
    named = graph.view(handed_over)
    qualified = [one for one in named if one.type in QUALIFIED]
    by_alias = {function for one in qualified for function in graph.functions_in(one["FunctionName"])}
    return frozenset(by_alias | {function for function in graph.functions if function.resource in named})


def means_service(principal: Value, service: str) -> bool:
    """Whether a principal may be a service of AWS's, such as "sns", in whatever partition or region."""
    pattern = principal.pattern
    return pattern is None or fnmatchcase(f"{service}.", f"{pattern.partition('.')[0]}.")


def _permissions(graph: Graph) -> Attached:
    return Attached(graph, graph.of_type(PERMISSION))


def _allows(permission: Resource, service: str, source: Resource | None) -> bool:
    another = source is not None and means_other_source(permission["SourceArn"], source)
    invokes = _is_about(permission, "lambda:InvokeFunction")
    return invokes and not another and means_service(permission["Principal"], service)


def _is_about(permission: Resource, action: str) -> bool:
    return fnmatchcase(action.lower(), (permission["Action"].pattern or "*").lower())


def _is_for_all(permission: Resource) -> bool:
    """Whether a permission may be one for everybody, whoever they are: not one for accounts, or for known callers."""
    return "*" in (permission["Principal"].pattern or "*") and permission["FunctionUrlAuthType"].text != "AWS_IAM"
