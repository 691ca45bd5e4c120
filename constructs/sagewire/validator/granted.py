"""What a role of the templates certainly is not allowed on one of their buckets, topics, queues, buses or functions."""

from __future__ import annotations

from sagewire.validator.elsewhere import handed_over
from sagewire.validator.graph import Graph
from sagewire.validator.graph.model import Model
from sagewire.validator.graph.role import Role
from sagewire.validator.resource_policies import may_let_in
from sagewire.validator.template import Resource


def role_of(graph: Graph, model: Model) -> Role | None:
    """The role of a model, if it certainly is one of the templates'."""
    arn = model.resource["ExecutionRoleArn"]
    return graph.role_behind(arn) if arn.present else None


def certainly_lacks(graph: Graph, role: Role, action: str, resource: Resource) -> bool:
    """Whether neither a role, nor a resource's own policy, nor others to whom it is handed over may allow an action."""
    if not graph.complete or resource in graph.view(handed_over):
        return False
    return role.lacks(action, resource) and not may_let_in(graph, resource, role)
