"""What a role of the templates certainly is not allowed on one of their buckets, topics, queues, buses or functions."""

from __future__ import annotations

from sagewire.validator.graph import Graph
from sagewire.validator.graph.endpoint import EndpointConfig
from sagewire.validator.graph.model import Model
from sagewire.validator.graph.names import BUCKET
from sagewire.validator.graph.role import Role
from sagewire.validator.permissions.elsewhere import handed_over
from sagewire.validator.permissions.objects import may_on_bucket, may_on_objects
from sagewire.validator.permissions.resource_policies import may_let_in
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

LIST = "s3:ListBucket"


def role_of(graph: Graph, model: Model) -> Role | None:
    """The role of a model, if it certainly is one of the templates'."""
    arn = model.resource["ExecutionRoleArn"]
    return graph.role_behind(arn) if arn.present else None


def roles_of_models(graph: Graph, config: EndpointConfig) -> list[Role]:
    """The roles of a configuration's models, those that certainly are of the templates."""
    models = [variant.model for variant in config.variants]
    named = [role_of(graph, model) for model in models if model is not None]
    return list(dict.fromkeys(role for role in named if role is not None))


def certainly_lacks_everywhere(graph: Graph, role: Role, action: str) -> bool:
    """Whether a role certainly does not allow an action on anything, and nothing but a role can allow it."""
    return graph.complete and role.lacks(action)


def certainly_lacks(graph: Graph, role: Role, action: str, resource: Resource) -> bool:
    """Whether neither a role, nor a resource's own policy, nor others to whom it is handed over may allow an action."""
    if not graph.complete or resource in graph.view(handed_over):
        return False
    return role.lacks(action, resource) and not may_let_in(graph, resource, role)


def certainly_lacks_objects(graph: Graph, role: Role, action: str, uri: Value, *, below: bool = False) -> bool:
    """The same of an object that an address names, or all `below` it; the policy of a bucket elsewhere is not known."""
    if not _closed(graph, role, uri):
        return False
    lacking = any(role.lacks(action, bucket) for bucket in buckets_in(graph, uri))
    return lacking or not may_on_objects(role, action, uri, below=below)


def certainly_lacks_listing(graph: Graph, role: Role, uri: Value) -> bool:
    """The same of the list of the bucket that an address is in."""
    if not _closed(graph, role, uri):
        return False
    lacking = any(role.lacks(LIST, bucket) for bucket in buckets_in(graph, uri))
    return lacking or not may_on_bucket(role, LIST, uri)


def _closed(graph: Graph, role: Role, uri: Value) -> bool:
    """Whether no policy of a bucket of the templates may let a role in."""
    buckets = buckets_in(graph, uri)
    if not graph.complete or len(buckets) > 1:
        return False
    return not any(bucket in graph.view(handed_over) or may_let_in(graph, bucket, role) for bucket in buckets)


def buckets_in(graph: Graph, uri: Value) -> list[Resource]:
    """The buckets of the templates that an address means: those it refers to, or the one that has the name."""
    referred = [named for named in uri.mentions if named.type == BUCKET]
    called = graph.resource_behind(uri, BUCKET)
    return referred or ([] if called is None else [called])
