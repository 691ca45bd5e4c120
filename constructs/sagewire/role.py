"""The role that a service assumes for one of our resources."""

from typing import Any, cast

from aws_cdk import aws_iam as iam
from constructs import Construct, Dependable, IConstruct


def service_role(scope: Construct, id: str, *, service: str) -> iam.Role:
    """A role for one AWS service; what depends on it waits for its policy.

    Waiting for the role is needless, since whoever uses it refers to it, and waiting for its policy is what keeps
    SageMaker and Lambda from starting before they are allowed to.
    """
    role = iam.Role(scope, id, assumed_by=iam.ServicePrincipal(service))
    Dependable.implement(role, cast("Any", _PolicyOf(role)))
    return role


class _PolicyOf(Dependable):
    """The part of a role that is worth waiting for."""

    def __init__(self, role: iam.Role) -> None:
        super().__init__()
        self._role = role

    @property
    def dependency_roots(self) -> list[IConstruct]:
        policy = self._role.node.try_find_child("DefaultPolicy")
        return [policy] if policy else [self._role]
