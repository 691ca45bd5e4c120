"""A bus that takes events of other accounts takes those of SageMaker too that another account passes on, and their
source is aws.sagemaker as well. A rule on it that does not ask for this account acts on theirs: on their approvals,
and on their endpoints. Looks at rules that ask for SageMaker's events or call functions of inference, on a bus that a
policy of the templates opens.
"""

import re
from collections.abc import Iterator, Mapping

from sagewire.validator.graph import Graph
from sagewire.validator.graph.statement import Statement, statements_of
from sagewire.validator.inference import Inference
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.events import open_bus
from sagewire.validator.samples.invoking import event_rule, function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

_ACCOUNT = re.compile(r"(?<!\d)(\d{12})(?!\d)")
_OTHERS = "other accounts"


def _check(graph: Graph) -> Iterator[Fault]:
    for rule in graph.view(Inference).matching:
        account = rule.pattern["account"]
        to = _opened_to(graph, rule.resource["EventBusName"])
        if to is not None and account.absent and rule.pattern["$or"].absent:
            yield fault(account, rule.resource.logical_id, others=to)


def _opened_to(graph: Graph, bus: Value) -> str | None:
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


RULE = Rule(
    id="SW838",
    title="rule on an open bus believes events of other accounts",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html",
    message="the pattern asks for no account, and the bus takes events of {others}: they can trigger {found}",
    fix="Ask for the accounts that are meant: account: [!Ref AWS::AccountId].",
    check=_check,
    wrong=lambda: template(serverless(), function(), event_rule(pattern={"account": None}), open_bus()),
    right=lambda: template(serverless(), function(), event_rule(), open_bus()),
)
