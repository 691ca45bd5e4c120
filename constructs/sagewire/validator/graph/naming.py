"""Whether a value names a resource of the templates, or certainly others."""

from itertools import pairwise

from sagewire.validator.known import Reference, Text
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

# Both are called by the ARN of what is executed, which has the API's id in it.
_APIS = ("AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api")


def wholly_listed(value: Value) -> bool:
    """Whether all that may stand at a place is known to stand there: each element of a list, or the one value."""
    return value.complete if isinstance(value.content, list) else not value.unknown


def names_others(value: Value, resource: Resource) -> bool:
    """Whether a value, or each of a list, certainly means other resources of the type of this one."""
    named = value.listed
    return bool(named) and wholly_listed(value) and all(_means_another(one, resource) for one in named)


def _means_another(value: Value, resource: Resource) -> bool:
    alike = _APIS if resource.type in _APIS else (resource.type,)
    mentioned = {other for other in value.mentions if other.type in alike}
    return bool(mentioned) and resource not in mentioned and not _begins_names(value)


def _begins_names(value: Value) -> bool:
    """Whether a * follows the name of a resource, so that it means all whose names begin like that."""
    content = value.content
    if not isinstance(content, Text):
        return False
    return any(
        isinstance(part, Reference) and isinstance(after, str) and after.startswith("*")
        for part, after in pairwise(content.parts)
    )
