"""A pattern holds lists of what it lets in, and objects that hold such lists, down to every field. EventBridge refuses
a rule with a bare value, or an empty list, in their place, and the deployment fails. Looks at rules that ask for
SageMaker's events or call functions of inference.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.inference import Inference
from sagewire.validator.known import Reference, Text
from sagewire.validator.messages.event_patterns import leaves
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.rollouts import approvals
from sagewire.validator.severity import Severity
from sagewire.validator.value import Value

_TEXTS = ("AWS::AccountId", "AWS::Region")


def _check(graph: Graph) -> Iterator[Fault]:
    for rule in graph.view(Inference).matching:
        for asked in leaves(rule.pattern):
            if asked.content == []:
                yield fault(
                    asked, "an empty list", field=asked.name, how="Name what is let in, or leave the field out."
                )
            elif _bare(asked):
                yield fault(asked, asked.shown, field=asked.name, how=f"Write [{asked.shown}].")


def _bare(asked: Value) -> bool:
    attribute_of = isinstance(asked.content, Reference) and asked.content.attribute is not None
    named = isinstance(asked.raw, dict) and asked.raw.get("Ref") in _TEXTS
    return named or (isinstance(asked.content, str | int | float | Text | Reference) and not attribute_of)


RULE = Rule(
    id="SW846",
    title="pattern with a bare value in place of a list",
    severity=Severity.ERROR,
    why=__doc__,
    message="the pattern's {field} is {found}; EventBridge takes a list of what it lets in, and refuses the rule",
    fix="{how}",
    source="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html",
    check=_check,
    wrong=lambda: template(approvals(ModelApprovalStatus="Approved")),
    right=lambda: template(approvals()),
)
