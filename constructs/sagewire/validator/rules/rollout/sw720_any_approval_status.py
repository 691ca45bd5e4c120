"""SageMaker tells of a model package when it is registered, approved and rejected, and when its description changes. A
rule that does not ask for the status acts on all of them, and deploys a model that nobody approved, or that was
rejected. Looks at rules that start a function, a state machine, a pipeline or a build.
"""

from collections.abc import Iterator

from sagewire.event_types import MODEL_PACKAGE_STATE_CHANGE
from sagewire.limits.sources import SAGEMAKER
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.sagemaker_events import listeners
from sagewire.validator.samples import template
from sagewire.validator.samples.rollouts import approvals
from sagewire.validator.severity import Severity

_STATUS = "ModelApprovalStatus"


def _check(graph: Graph) -> Iterator[Fault]:
    for listener in graph.view(listeners):
        if listener.hears(MODEL_PACKAGE_STATE_CHANGE) and listener.acts and listener.leaves_open(_STATUS):
            yield fault(listener.detail[_STATUS], listener.resource.logical_id)


RULE = Rule(
    id="SW720",
    title="rule acts on model packages whatever their approval",
    severity=Severity.WARNING,
    why=__doc__,
    message="{found} hears of every change of a model package, and does not ask whether it is approved",
    fix="Ask for it in the pattern, under detail: ModelApprovalStatus: [Approved].",
    source=f"{SAGEMAKER}/dg/automating-sagemaker-with-eventbridge.html",
    check=_check,
    wrong=template(approvals(ModelApprovalStatus=None)),
    right=template(approvals()),
)
