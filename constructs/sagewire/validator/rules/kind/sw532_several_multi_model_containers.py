"""Of the containers of a model, one at most may hold many models. SageMaker refuses more: "More than one container in
MultiModel mode is not supported with inference pipeline".
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import IMAGE, model
from sagewire.validator.serving.served import pipeline
from sagewire.validator.severity import Severity

_MANY = {"Image": IMAGE, "Mode": "MultiModel", "ModelDataUrl": "s3://models/ranking/"}


def _check(graph: Graph) -> Iterator[Fault]:
    for served in graph.models:
        containers = pipeline(served)
        modes = [container["Mode"].text for container in containers.elements] if containers else []
        if containers is not None and modes.count("MultiModel") > 1:
            yield fault(containers, modes.count("MultiModel"))


RULE = Rule(
    id="SW532",
    title="several multi-model containers in one pipeline",
    severity=Severity.ERROR,
    why=__doc__,
    message="{found} containers of {resource} are MultiModel; a pipeline has one at most",
    fix="Leave one multi-model container, and make models of their own of the others.",
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/inference-pipelines.html",
    check=_check,
    wrong=lambda: template(model(PrimaryContainer=None, Containers=[_MANY, _MANY])),
    right=lambda: template(model(PrimaryContainer=None, Containers=[{"Image": IMAGE}, _MANY])),
)
