"""A model has one container, PrimaryContainer, or those of a pipeline, Containers. Both, or neither, passes CDK and
cfn-lint, and SageMaker refuses the model.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import IMAGE, model
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for served in graph.models:
        primary, several = served.resource["PrimaryContainer"], served.resource["Containers"]
        if primary.present and several.elements:
            yield fault(several, what="both PrimaryContainer and Containers")
        elif primary.absent and several.complete and not several.elements:
            yield fault(primary, what="neither PrimaryContainer nor Containers")


RULE = Rule(
    id="SW530",
    title="model with both kinds of containers, or with none",
    severity=Severity.ERROR,
    why=__doc__,
    message="{resource} has {what}; SageMaker takes one of the two",
    fix="Set PrimaryContainer for one container, or Containers for a pipeline.",
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/inference-pipelines.html",
    check=_check,
    wrong=lambda: template(model(Containers=[{"Image": IMAGE}, {"Image": IMAGE}])),
    right=lambda: template(model(PrimaryContainer=None, Containers=[{"Image": IMAGE}, {"Image": IMAGE}])),
)
