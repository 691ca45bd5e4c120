"""An inference component is copies of one container with one model. A pipeline, or a multi-model container, is for a
variant of its own.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import component, component_host, model
from sagewire.validator.serving.served import multi_model, several_containers
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for placed in graph.components:
        at = placed.resource["Specification"]["ModelName"]
        if placed.model is None or at.unknown:
            continue
        if several_containers(placed.model) is not None:
            yield fault(at, what="several containers")
        elif multi_model(placed.model) is not None:
            yield fault(at, what="a multi-model container")


RULE = Rule(
    id="SW535",
    title="inference component of more than one container or model",
    severity=Severity.WARNING,
    why=__doc__,
    message="{resource} runs {found}, which has {what}; a component is one container with one model",
    fix="Make a component of each model, or serve the pipeline by a variant of its own.",
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-options.html",
    check=_check,
    wrong=lambda: template(
        component_host(),
        component(),
        model("ComponentModel", container={"Mode": "MultiModel", "ModelDataUrl": "s3://models/ranking/"}),
    ),
    right=lambda: template(component_host(), component()),
)
