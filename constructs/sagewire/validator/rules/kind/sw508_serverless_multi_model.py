"""A container that holds many models keeps those that are asked for on its instance, which a serverless endpoint has
not: SageMaker refuses the endpoint, where CDK and cfn-lint see nothing.
"""

from collections.abc import Iterator

from sagewire.published_metrics import SERVERLESS
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, model, serverless, serverless_variant
from sagewire.validator.serving.served import models_served, multi_model
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for served in models_served(graph, SERVERLESS):
        mode = multi_model(served)
        if mode is not None:
            yield fault(mode)


RULE = Rule(
    id="SW508",
    title="serverless endpoint with a multi-model container",
    severity=Severity.ERROR,
    why=__doc__,
    message="a container of {resource} is {found}, which a serverless endpoint cannot serve",
    fix="Make a serverless endpoint for each model, or serve the container on instances.",
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html",
    check=_check,
    wrong=lambda: template(
        model(container={"Mode": "MultiModel", "ModelDataUrl": "s3://models/ranking/"}),
        config(serverless_variant()),
        endpoint(),
    ),
    right=lambda: template(serverless()),
)
