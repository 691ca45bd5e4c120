"""What a role's trust says: whether a service certainly may not take it."""

from __future__ import annotations

from sagewire.validator.graph.naming import wholly_listed
from sagewire.validator.graph.role import Role
from sagewire.validator.graph.statement import Statement
from sagewire.validator.permissions.callers import means_service
from sagewire.validator.value import Value

ASSUME = "sts:AssumeRole"
# Accounts, users and who comes from elsewhere are no services.
_NO_SERVICES = frozenset({"AWS", "CanonicalUser", "Federated"})


def shuts_out(role: Role, service: str) -> bool:
    """Whether a service, such as "lambda", certainly may not take a role: all of its trust is known, and is others'."""
    statements = role.resource["AssumeRolePolicyDocument"]["Statement"]
    known = role.resource.template.complete and statements.present and wholly_listed(statements)
    return known and not any(_may_let_in(statement, service) for statement in role.trust)


def trusted(role: Role) -> str:
    """The services that a role's trust names, as a message quotes them."""
    named = [each.shown for one in role.trust for each in one.value["Principal"]["Service"].listed]
    return ", ".join(dict.fromkeys(named)) or "no service"


def _may_let_in(statement: Statement, service: str) -> bool:
    principal = statement.value["Principal"]
    if not statement.may_allow(ASSUME):
        return False
    if not principal.entries or len(principal.entries) != len(principal.content):
        return True
    return any(_may_mean(kind, named, service) for kind, named in principal.entries.items())


def _may_mean(kind: str, named: Value, service: str) -> bool:
    if not wholly_listed(named):
        return True
    if kind == "Service":
        return any(means_service(one, service) for one in named.listed)
    return kind not in _NO_SERVICES or any(_may_be_everybody(one) for one in named.listed)


def _may_be_everybody(named: Value) -> bool:
    return named.reference is None and named.pattern in ("*", None)
