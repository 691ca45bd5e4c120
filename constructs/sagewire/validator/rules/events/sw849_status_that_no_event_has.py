"""EventBridge compares letter by letter: a rule that asks for APPROVED, where the event says Approved, waits for ever,
without an error. The status of each of SageMaker's events is one of few words. (SW723 tells of endpoints, whose events
have other words than the API.)
"""

from collections.abc import Iterator, Sequence

from sagewire.event_types import EVENT_STATUSES, STATUS_WORDS
from sagewire.limits.sources import SAGEMAKER
from sagewire.validator.graph import Graph
from sagewire.validator.messages.event_patterns import letters
from sagewire.validator.messages.sagemaker_events import listeners
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.rollouts import approvals
from sagewire.validator.severity import Severity
from sagewire.validator.value import Value


def _check(graph: Graph) -> Iterator[Fault]:
    for listener in graph.view(listeners):
        for name, asked in listener.detail.entries.items():
            words = STATUS_WORDS.get(name, ())
            for status in asked.elements if words else ():
                instead = _instead(status, words)
                if instead and not _heard_besides(asked, instead):
                    yield fault(status, limit=" or ".join(instead), field=name)


def _instead(status: Value, words: Sequence[str]) -> Sequence[str]:
    """The word that was meant, or all that there are; nothing for a sound one, a filter, or a word of the API."""
    text = status.text
    if text is None or text in words or (text in EVENT_STATUSES and words == STATUS_WORDS["EndpointStatus"]):
        return ()
    return [word for word in words if letters(word) == letters(text)] or words


def _heard_besides(asked: Value, instead: Sequence[str]) -> bool:
    """Whether the rule asks for the right word, or for what is no word, as well."""
    return any(other.text is None or other.text in instead for other in asked.elements) or not asked.complete


RULE = Rule(
    id="SW849",
    title="rule on a status that no event has",
    severity=Severity.WARNING,
    why=__doc__,
    message="waits for the {field} {found!r}, which no event has: SageMaker says {limit}",
    fix="Write {limit}.",
    source=f"{SAGEMAKER}/dg/automating-sagemaker-with-eventbridge.html",
    check=_check,
    wrong=lambda: template(approvals(ModelApprovalStatus=["APPROVED"])),
    right=lambda: template(approvals()),
)
