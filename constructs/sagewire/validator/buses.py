"""Which buses of EventBridge take events of other accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sagewire.validator.graph import Graph
from sagewire.validator.graph.role import Statement, statements_of
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

_ACCOUNT = re.compile(r"(?<!\d)(\d{12})(?!\d)")
_OTHERS = "other accounts"


def opened(graph: Graph, bus: Value) -> str | None:
    """Whose events a bus takes besides this account's own, as far as policies of the templates tell."""
    named = "default" if bus.absent else bus.reference or bus.text
    return graph.view(_opened).get(named) if named is not None else None


def _opened(graph: Graph) -> Mapping[Resource | str, str]:
    found: dict[Resource | str, str] = {}
    for bus in graph.of_type("AWS::Events::EventBus"):
        for to in _let_in(bus["Policy"]):
            found |= {named: to for named in (bus, bus["Name"].text) if named}
    for policy in graph.of_type("AWS::Events::EventBusPolicy"):
        at = policy["EventBusName"]
        named = "default" if at.absent else at.reference or at.text
        found |= dict.fromkeys([named] if named else [], next(_let_in(policy.properties), ""))
    return {named: to for named, to in found.items() if to}


def _let_in(document: Value) -> Iterator[str]:
    """Whom a policy lets in; one of an older form is its own only statement."""
    statements = statements_of(document)
    for statement in statements or [Statement(document)]:
        for principal in (statement.value["Principal"], *statement.value["Principal"]["AWS"].listed):
            to = _others(principal)
            if to and (to != _OTHERS or _bounded_by_organization(statement)):
                yield to


def _others(principal: Value) -> str | None:
    if principal.text == "*":
        return _OTHERS
    account = _ACCOUNT.search(principal.text or "")
    return f"account {account[1]}" if account else None


def _bounded_by_organization(statement: Statement) -> bool:
    """Whether what is let in is everybody, or an organization; another condition may leave only this account."""
    conditions = statement.conditions
    keys = [key.lower() for operator in conditions.entries.values() for key in operator.entries]
    return conditions.absent or any(key.startswith("aws:principalorg") for key in keys) or conditions["Key"].present
