"""SageMaker's events have the source aws.sagemaker, letter by letter. EventBridge takes a rule that asks for one of
them with the name of the service in IAM, or with another source of AWS, and it waits for ever, without an error.
"""

from collections.abc import Iterator

from sagewire.event_types import DETAIL_TYPES, MODEL_PACKAGE_STATE_CHANGE, SOURCE
from sagewire.validator.graph import Graph
from sagewire.validator.graph.event_rule import EventRule
from sagewire.validator.inference import Inference
from sagewire.validator.messages.event_patterns import letters
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.rollouts import approvals, hears
from sagewire.validator.severity import Severity
from sagewire.validator.value import Value

_APPROVED = {"ModelPackageGroupName": ["ranking"], "ModelApprovalStatus": ["Approved"]}
# What only AWS may call a source, and what nobody else calls one.
_OF_AWS = "aws."
_MISTAKEN = frozenset({"sagemaker", "awssagemaker", "amazonsagemaker", "sagemakeramazonawscom"})


def _check(graph: Graph) -> Iterator[Fault]:
    for rule in graph.view(Inference).matching:
        sources, event = rule.pattern["source"], _heard(rule)
        # One that is a filter, or is not known, may let the right one in.
        if event is not None and sources.complete and all(map(_mistaken, sources.elements)):
            for source in sources.elements:
                yield fault(source, event=event)


def _heard(rule: EventRule) -> str | None:
    return next((name for name in rule.detail_types if name in DETAIL_TYPES), None)


def _mistaken(source: Value) -> bool:
    text = source.text or ""
    return text != SOURCE and (text.startswith(_OF_AWS) or letters(text) in _MISTAKEN)


RULE = Rule(
    id="SW848",
    title="rule on SageMaker's events from another source",
    severity=Severity.WARNING,
    why=__doc__,
    message=f"waits for {{event!r}} from {{found}}; these events have the source {SOURCE}",
    fix=f"Write {SOURCE}.",
    source="https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-sagemaker.html",
    check=_check,
    wrong=lambda: template(hears(MODEL_PACKAGE_STATE_CHANGE, _APPROVED, source=["sagemaker.amazonaws.com"])),
    right=lambda: template(approvals()),
)
