"""SageMaker tells of a model package when it is registered, approved and rejected, and when its description changes. A
rule that does not ask for the status acts on all of them, and deploys a model that nobody approved, or that was
rejected. So does one whose filter lets approved models pass together with those that still wait. Looks at rules that
start a function, a state machine, a pipeline or a build.
"""

from collections.abc import Iterator

from sagewire.limits.sources import SAGEMAKER
from sagewire.validator.graph import Graph
from sagewire.validator.messages.event_patterns import lets_in
from sagewire.validator.messages.sagemaker_events import Listener, acting_on_packages
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.rollouts import approvals
from sagewire.validator.severity import Severity

_STATUS = "ModelApprovalStatus"


def _check(graph: Graph) -> Iterator[Fault]:
    for listener in graph.view(acting_on_packages):
        heard = "every change of a model package" if listener.leaves_open(_STATUS) else "models that wait as well"
        if listener.leaves_open(_STATUS) or _hears_of_waiting(listener):
            yield fault(listener.detail[_STATUS], listener.resource.logical_id, heard=heard)


def _hears_of_waiting(listener: Listener) -> bool:
    """Whether approved models and those that wait for it are the same to a rule."""
    return all(lets_in(listener.detail[_STATUS], status) for status in ("Approved", "PendingManualApproval"))


RULE = Rule(
    id="SW720",
    title="rule acts on model packages whatever their approval",
    severity=Severity.WARNING,
    why=__doc__,
    message="{found} hears of {heard}, and does not ask whether the model is approved",
    fix="Ask for it in the pattern, under detail: ModelApprovalStatus: [Approved].",
    source=f"{SAGEMAKER}/dg/automating-sagemaker-with-eventbridge.html",
    check=_check,
    wrong=lambda: template(approvals(ModelApprovalStatus=None)),
    right=lambda: template(approvals()),
)
