"""The role that a service assumes for one of our resources."""

from collections.abc import Sequence
from functools import cache
from typing import Any, cast

from aws_cdk import CfnResource
from aws_cdk import aws_iam as iam
from constructs import Construct, Dependable, DependencyGroup, IConstruct

from sagewire.acknowledgements import acknowledge_wildcards
from sagewire.making import make
from sagewire.permissions import Permission, document, from_this_account, policy_document


def service_role(
    scope: Construct,
    id: str,
    *,
    service: str,
    permissions: Sequence[Permission],
    own_account_only: bool = False,
    depended_on: bool = True,
) -> iam.Role:
    """A role for one AWS service, with what it needs from the start in a policy of its own.

    What is known when the role is made is part of it, so that whoever refers to the role may use it at once. What is
    granted later goes into a policy, and then those who depend on the role wait for that policy. CDK's own answer, to
    wait for the role as well, is a dependency too many: they refer to it.

    own_account_only: whether the service may act for this account alone (the confused deputy).
    depended_on: whether CDK makes what uses the role depend on it, as it does for functions.
    """
    role = make(
        _ServiceRole,
        scope,
        id,
        assumed_by=service_principal(service, condition_account=own_account_only),
        inline_policies={"Permissions": policy_document(permissions)},
    )
    role.acting = []
    if depended_on:
        Dependable.implement(role, _nothing())
    acknowledge_wildcards(role, permissions)
    return role


def execution_role(scope: Construct, id: str, *, permissions: Sequence[Permission]) -> iam.Role:
    """The role of a model or a job: SageMaker assumes it, and only on behalf of this account."""
    return service_role(
        scope, id, service="sagemaker.amazonaws.com", permissions=permissions, own_account_only=True, depended_on=False
    )


def attached_policy(
    scope: Construct, id: str, *, roles: Sequence[iam.IRole], permissions: Sequence[Permission]
) -> iam.Policy:
    """What roles made elsewhere need for a resource of `scope`; it lives there, so that stacks do not form a cycle.

    The resource must wait for it: `resource.node.add_dependency(policy)`.
    """
    policy = make(iam.Policy, scope, id, document=policy_document(permissions), roles=list(roles))
    acknowledge_wildcards(policy, permissions)
    return policy


def add_policy(scope: Construct, name: str, *, role: iam.IRole, permissions: Sequence[Permission]) -> iam.CfnPolicy:
    """What one of our roles needs besides, known when the role was made already; the name is the only one of its kind.

    The resource that acts as the role must wait for it.
    """
    return make(
        iam.CfnPolicy,
        scope,
        f"{name}Policy",
        policy_name=name,
        policy_document=document(permissions),
        roles=[role.role_name],
    )


def wait_for_grants(resource: CfnResource, role: iam.IRole) -> None:
    """Let a resource that acts as the role wait for whatever is granted to the role, now or later."""
    if isinstance(role, _ServiceRole):
        role.acting.append(resource)
    elif isinstance(role, iam.Role):
        later = DependencyGroup()
        Dependable.implement(later, cast("Any", _LaterPolicyOf(role)))
        resource.node.add_dependency(later)
    else:
        resource.node.add_dependency(role)


class _LaterPolicyOf(Dependable):
    """The part of a given role that is worth waiting for: the resource refers to the role itself already."""

    def __init__(self, role: iam.Role) -> None:
        super().__init__()
        self._role = role

    @property
    def dependency_roots(self) -> list[IConstruct]:
        policy = self._role.node.try_find_child("DefaultPolicy")
        return [policy] if policy else []


class _ServiceRole(iam.Role):
    """A role that is worth waiting for once something was granted to it."""

    acting: list[CfnResource]

    def add_to_principal_policy(self, statement: iam.PolicyStatement) -> iam.AddToPrincipalPolicyResult:
        """Grant, and let those who act as the role wait for the policy that holds the grant."""
        result = super().add_to_principal_policy(statement)
        policy = self.node.try_find_child("DefaultPolicy")
        if policy is not None:
            Dependable.implement(self, Dependable.of(policy))
            for resource in self.acting:
                resource.node.add_dependency(policy)
        return result


@cache
def _nothing() -> Dependable:
    return Dependable.of(DependencyGroup())


@cache
def service_principal(service: str, *, condition_account: bool = False) -> iam.ServicePrincipal:
    """The principal of a service, the same object for all roles: it holds nothing of a stack."""
    return iam.ServicePrincipal(service, conditions=from_this_account() if condition_account else None)
