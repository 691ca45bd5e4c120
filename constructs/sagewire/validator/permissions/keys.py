"""Whom the keys of the templates let use them: AWS KMS asks the key's own policy first, and a role's where that may."""

from __future__ import annotations

import re
from collections.abc import Callable

from sagewire.validator.graph import Graph
from sagewire.validator.graph.naming import wholly_listed
from sagewire.validator.graph.role import ROLE, Role
from sagewire.validator.graph.statement import statements_of
from sagewire.validator.permissions.callers import means_service
from sagewire.validator.permissions.elsewhere import handed_over
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

KEY = "AWS::KMS::Key"
_ALIAS = "AWS::KMS::Alias"
# An account lets its own policies decide; it is no role by itself.
_ACCOUNT = re.compile(r"arn:[^:]*:iam::[^:]*:root|\d{12}")
_IDENTITY = re.compile(r"arn:|\d{12}$")
_THIS_ACCOUNT = "${AWS.AccountId}"
# Who is none of the account's roles.
_NO_ROLES = ("CanonicalUser", "Federated", "Service")


def key_of(named: Value) -> Resource | None:
    """The key of the templates that a value refers to, by itself or by an alias."""
    found = named.reference
    if found is not None and found.type == _ALIAS:
        found = found["TargetKeyId"].reference
    return found if found is not None and found.type == KEY else None


def may_use_key(graph: Graph, role: Role, action: str, key: Resource) -> bool:
    """Whether a role may use a key: false only where neither the key's policy nor the role's own may let it."""
    return _lets(graph, key, action, lambda kind, named: _is_another(kind, named, role)) or not role.lacks(action, key)


def may_serve(graph: Graph, service: str, action: str, key: Resource) -> bool:
    """Whether a service, such as "sns", may use a key: false only where the key's policy certainly does not let it."""
    return _lets(graph, key, action, lambda kind, named: _is_no_service(kind, named, service))


def _lets(graph: Graph, key: Resource, action: str, is_another: Callable[[str, Value], bool]) -> bool:
    """Whether the policy of a key may let somebody by name; is_another: whether a principal certainly is not that."""
    policy = key["KeyPolicy"]
    if not graph.complete or key in graph.view(handed_over) or not wholly_listed(policy["Statement"]):
        return True
    allowing = [one.value["Principal"] for one in statements_of(policy) if one.may_allow(action)]
    return any(_may_mean(principal, is_another) for principal in allowing)


def _may_mean(principal: Value, is_another: Callable[[str, Value], bool]) -> bool:
    content = principal.content
    if not isinstance(content, dict) or not content or not principal.complete:
        return True
    return not all(is_another(kind, one) for kind in content for one in _all_of(principal[kind]))


def _all_of(named: Value) -> list[Value]:
    """What is listed, known or not; the value itself where it is no list."""
    content = named.content
    return [named[position] for position in range(len(content))] if isinstance(content, list) else [named]


def _is_another(kind: str, named: Value, role: Role) -> bool:
    """Whether a principal certainly is not a role: a service, an account, or another role."""
    other = named.reference
    if kind != "AWS" or named.absent:
        return kind in _NO_ROLES or named.absent
    if other is not None:
        return other.type == ROLE and other is not role.resource
    return bool(_ACCOUNT.fullmatch(named.pattern or "")) or named.symbol == _THIS_ACCOUNT


def _is_no_service(kind: str, named: Value, service: str) -> bool:
    """Whether a principal certainly is not a service: another one, or somebody with an ARN or an account."""
    if kind != "AWS" or named.absent:
        return named.absent or (not means_service(named, service) if kind == "Service" else kind in _NO_ROLES)
    arn = bool(_IDENTITY.match(named.pattern or "")) or named.symbol == _THIS_ACCOUNT
    return arn or (named.reference is not None and named.reference.type == ROLE)
