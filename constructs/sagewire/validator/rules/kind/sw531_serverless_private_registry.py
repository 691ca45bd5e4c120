"""An image in a registry of one's own is pulled through the VPC that the registry is in. A serverless endpoint has
none, so SageMaker takes its image from ECR alone.
"""

from collections.abc import Iterator

from sagewire.published_metrics import SERVERLESS
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, model, serverless, serverless_variant
from sagewire.validator.serving.served import models_served, private_registry
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for served in models_served(graph, SERVERLESS):
        mode = private_registry(served)
        if mode is not None:
            yield fault(mode)


RULE = Rule(
    id="SW531",
    title="serverless endpoint with an image outside ECR",
    severity=Severity.ERROR,
    why=__doc__,
    message="{resource} takes its image from a registry in a VPC (RepositoryAccessMode {found}), not from ECR",
    fix="Push the image to ECR and leave ImageConfig out, or serve the model on instances.",
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html",
    check=_check,
    wrong=lambda: template(
        model(container={"ImageConfig": {"RepositoryAccessMode": "Vpc"}}), config(serverless_variant()), endpoint()
    ),
    right=lambda: template(serverless()),
)
