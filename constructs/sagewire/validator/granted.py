"""What a role of the templates certainly is not allowed on one of their buckets or topics."""

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
    """Whether neither the role, nor the resource's own policy, nor code of the stack may allow an action on it."""
    unseen = graph.view(handed_over)
    if not graph.complete or role.resource in unseen or resource in unseen:
        return False
    return role.lacks(action, resource) and not may_let_in(graph, resource, role)
