"""A rule on model packages that does not ask for their group hears of all models of the account in the region. An
approval of somebody else's model then comes to the deployment of this one. Looks at rules that start a function, a
state machine, a pipeline or a build.
"""

from collections.abc import Iterator

from sagewire.limits.sources import SAGEMAKER
from sagewire.validator.graph import Graph
from sagewire.validator.messages.sagemaker_events import acting_on_packages
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.rollouts import approvals
from sagewire.validator.severity import Severity

_GROUP = "ModelPackageGroupName"
_NAMES = (_GROUP, "ModelPackageArn", "ModelPackageName", "SourceUri", "CustomerMetadataProperties")


def _check(graph: Graph) -> Iterator[Fault]:
    for listener in graph.view(acting_on_packages):
        if listener.leaves_open(*_NAMES) and listener.resource["EventPattern"]["resources"].absent:
            yield fault(listener.detail[_GROUP], listener.resource.logical_id)


RULE = Rule(
    id="SW721",
    title="rule acts on the models of every group",
    severity=Severity.WARNING,
    why=__doc__,
    message="{found} hears of the model packages of every group in the account",
    fix="Ask for the group in the pattern, under detail: ModelPackageGroupName: [its name].",
    source=f"{SAGEMAKER}/dg/automating-sagemaker-with-eventbridge.html",
    check=_check,
    wrong=lambda: template(approvals(ModelPackageGroupName=None)),
    right=lambda: template(approvals()),
)
