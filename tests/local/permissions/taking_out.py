"""What the roles of the stack may do, piece by piece, and the taking out of one piece."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One action on one resource, in a statement of a policy of a role; the condition is JSON."""

    role: str
    policy: str
    number: int
    action: str
    resource: str
    condition: str

    def __str__(self) -> str:
        """As a failure names it."""
        return f"{self.action} on {self.resource} (statement {self.number} of policy {self.policy} of {self.role})"


def pieces(iam: Any, role: str) -> Iterator[Piece]:
    """All that a role may do."""
    for policy in iam.list_role_policies(RoleName=role)["PolicyNames"]:
        for number, statement in enumerate(_statements(iam, role, policy)):
            condition = json.dumps(statement.get("Condition", {}))
            for action, resource in product(_listed(statement["Action"]), _listed(statement["Resource"])):
                yield Piece(
                    role=role, policy=policy, number=number, action=action, resource=resource, condition=condition
                )


@contextmanager
def taken_out(iam: Any, piece: Piece) -> Iterator[None]:
    """The role without the piece, for as long as the block takes."""
    before = _statements(iam, piece.role, piece.policy)
    _put(iam, piece, [part for number, each in enumerate(before) for part in _parts(each, number, piece)])
    try:
        yield
    finally:
        _put(iam, piece, before)


@contextmanager
def added(iam: Any, role: str, statements: Sequence[Mapping[str, Any]]) -> Iterator[None]:
    """The role with more statements, for as long as the block takes."""
    place = {"RoleName": role, "PolicyName": "Superfluous"}
    iam.put_role_policy(**place, PolicyDocument=_document(statements))
    try:
        yield
    finally:
        iam.delete_role_policy(**place)


def _parts(statement: Mapping[str, Any], number: int, piece: Piece) -> list[dict[str, Any]]:
    """What is left of a statement: its other actions, and the action on its other resources."""
    if number != piece.number:
        return [dict(statement)]
    actions = [action for action in _listed(statement["Action"]) if action != piece.action]
    resources = [resource for resource in _listed(statement["Resource"]) if resource != piece.resource]
    left = [{**statement, "Action": actions}] if actions else []
    return [*left, {**statement, "Action": [piece.action], "Resource": resources}] if resources else left


def _statements(iam: Any, role: str, policy: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = iam.get_role_policy(RoleName=role, PolicyName=policy)["PolicyDocument"]["Statement"]
    return found


def _put(iam: Any, piece: Piece, statements: Sequence[Mapping[str, Any]]) -> None:
    place = {"RoleName": piece.role, "PolicyName": piece.policy}
    if statements:
        iam.put_role_policy(**place, PolicyDocument=_document(statements))
    else:
        iam.delete_role_policy(**place)


def _document(statements: Sequence[Mapping[str, Any]]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]
