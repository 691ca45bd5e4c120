"""Which policies of the templates are attached to which of their roles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from sagewire.validator.graph.role import POLICIES, ROLE, Role
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

if TYPE_CHECKING:
    from sagewire.validator.graph import Graph


def roles_of(graph: Graph) -> dict[Resource, Role]:
    """All roles of the templates, with the policies that are attached to them."""
    attached = _policies_by_role(graph)
    others = None in attached
    return {role: Role(graph, role, attached.get(role, ()), others=others) for role in graph.of_type(ROLE)}


def _policies_by_role(graph: Graph) -> Mapping[Resource | None, Sequence[Resource]]:
    """The policies of each role; under None, those that may be attached to any, since it is not known to which."""
    names = _Names(graph.of_type(ROLE))
    found: defaultdict[Resource | None, list[Resource]] = defaultdict(list)
    for policy in graph.of_type(*POLICIES):
        for role in dict.fromkeys(_named(policy, names)):
            found[role].append(policy)
    for role in graph.of_type(ROLE):
        for arn in role["ManagedPolicyArns"].elements:
            managed = arn.reference
            if managed is not None and managed.type in POLICIES and managed not in found[role]:
                found[role].append(managed)
    return found


def _named(policy: Resource, names: _Names) -> Iterator[Resource | None]:
    roles = policy["Roles"]
    listed = [roles[position] for position in range(len(roles.content))] if isinstance(roles.content, list) else [roles]
    for named in (*listed, policy["RoleName"]):
        yield from () if named.absent else names.meant(named)


class _Names:
    """The roles by their names, which are compared by what is written: a part that is not known may be anything."""

    def __init__(self, roles: Sequence[Resource]) -> None:
        self._by_text: defaultdict[str, list[Resource]] = defaultdict(list)
        self._by_symbol: defaultdict[tuple[str, str], list[Resource]] = defaultdict(list)
        self._unclear = False
        for role in roles:
            name = role["RoleName"]
            if name.text is not None:
                self._by_text[name.text].append(role)
            elif not name.absent:
                self._unclear = True
                self._by_symbol[role.template.name, name.symbol or ""].append(role)

    def meant(self, named: Value) -> list[Resource | None]:
        """The role that a policy names; None where it may be any of them, nothing where it is certainly none."""
        if named.reference is not None:
            return [named.reference if named.reference.type == ROLE else None]
        if named.text is None:
            symbol = named.symbol
            found = self._by_symbol.get((named.template.name, symbol), []) if symbol else []
        else:
            alike = self._by_text.get(named.text, [])
            found = [role for role in alike if role.template is named.owner.template] or alike
            if not found and not self._unclear:
                return []
        return [found[0] if len(found) == 1 else None]
