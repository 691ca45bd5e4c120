"""A pattern matches events that have each of its fields, by their exact names. An event has these at its top: version,
id, detail-type, source, account, time, region, resources and detail. EventBridge takes a rule that asks for others,
such as detailType, which then waits for ever. Looks at rules that ask for SageMaker's events or call functions of
inference.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.inference import Inference
from sagewire.validator.messages.event_patterns import fields, leaves, letters
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import event_rule, function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity
from sagewire.validator.value import Value

# Replayed events have the last as well.
_FIELDS = (
    *("version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail"),
    "replay-name",
)
_MEANT = {letters(name): name for name in _FIELDS}


def _check(graph: Graph) -> Iterator[Fault]:
    for rule in graph.view(Inference).matching:
        for name, asked in fields(rule.pattern):
            if name not in _FIELDS and not _may_be_missing(asked):
                meant = _MEANT.get(letters(name))
                how = f"Call it {meant}." if meant else "Put it under detail if it is a field of what happened."
                yield fault(asked, name, limit=", ".join(_FIELDS), how=how)


def _may_be_missing(asked: Value) -> bool:
    """Whether an event may be let in that has no such field, as far as is known."""
    asked_for = list(leaves(asked)) if isinstance(asked.content, dict) else [asked]
    filters = (one for each in asked_for for one in each.elements if isinstance(one.content, dict))
    return not all(each.complete for each in asked_for) or any(not one["exists"].absent for one in filters)


RULE = Rule(
    id="SW847",
    title="pattern on a field that no event has",
    severity=Severity.WARNING,
    why=__doc__,
    message="the pattern asks for {found!r}, which no event has at its top: the rule never matches",
    fix="{how}",
    source="https://docs.aws.amazon.com/eventbridge/latest/ref/events-structure.html",
    check=_check,
    wrong=lambda: template(serverless(), function(), event_rule(pattern={"detailType": ["Page Viewed"]})),
    right=lambda: template(serverless(), function(), event_rule(pattern={"detail-type": ["Page Viewed"]})),
)
