"""The role that a service assumes for one of our resources."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from aws_cdk import aws_iam as iam
from constructs import Construct, Dependable, IConstruct

from sagewire.acknowledgements import acknowledge_wildcards
from sagewire.permissions import Permission, from_this_account, policy_document


def service_role(
    scope: Construct,
    id: str,
    *,
    service: str,
    permissions: Sequence[Permission],
    conditions: Mapping[str, Any] | None = None,
) -> iam.Role:
    """A role for one AWS service, with what it needs from the start in a policy of its own.

    What is known when the role is made is part of it, so that whoever refers to the role may use it at once; what is
    granted later goes into a policy that those who depend on the role wait for.
    """
    role = iam.Role(
        scope,
        id,
        assumed_by=iam.ServicePrincipal(service, conditions=conditions),
        inline_policies={"Permissions": policy_document(permissions)},
    )
    acknowledge_wildcards(role, permissions)
    Dependable.implement(role, cast("Any", _LaterPolicyOf(role)))
    return role


def execution_role(scope: Construct, id: str, *, permissions: Sequence[Permission]) -> iam.Role:
    """The role of a model or a job: SageMaker assumes it, and only on behalf of this account."""
    return service_role(
        scope, id, service="sagemaker.amazonaws.com", permissions=permissions, conditions=from_this_account()
    )


def attached_policy(
    scope: Construct, id: str, *, roles: Sequence[iam.IRole], permissions: Sequence[Permission]
) -> iam.Policy:
    """What roles made elsewhere need for a resource of `scope`; it lives there, so that stacks do not form a cycle.

    The resource must wait for it: `resource.node.add_dependency(policy)`.
    """
    policy = iam.Policy(scope, id, document=policy_document(permissions), roles=list(roles))
    acknowledge_wildcards(policy, permissions)
    return policy


class _LaterPolicyOf(Dependable):
    """The part of a role that is worth waiting for: CDK's own answer, the whole role, is a dependency too many."""

    def __init__(self, role: iam.Role) -> None:
        super().__init__()
        self._role = role

    @property
    def dependency_roots(self) -> list[IConstruct]:
        policy = self._role.node.try_find_child("DefaultPolicy")
        return [policy] if policy else []
