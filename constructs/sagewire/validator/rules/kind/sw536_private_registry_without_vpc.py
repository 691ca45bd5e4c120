"""SageMaker reaches a registry of one's own through the VPC of the model. Without VpcConfig it cannot pull the image,
and the endpoint fails.
"""

from collections.abc import Iterator

from sagewire.published_metrics import SERVERLESS
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import model
from sagewire.validator.serving.served import models_served, private_registry
from sagewire.validator.severity import Severity

_OWN = {"ImageConfig": {"RepositoryAccessMode": "Vpc"}}
_VPC = {"SecurityGroupIds": ["sg-0123456789abcdef0"], "Subnets": ["subnet-0123456789abcdef0"]}


def _check(graph: Graph) -> Iterator[Fault]:
    # The VPC of a component's model may be that of its endpoint.
    elsewhere = {*models_served(graph, SERVERLESS), *(placed.model for placed in graph.components)}
    for served in graph.models:
        mode = private_registry(served)
        if mode is not None and served.resource["VpcConfig"].absent and served not in elsewhere:
            yield fault(mode)


RULE = Rule(
    id="SW536",
    title="image in a registry of one's own, without a VPC",
    severity=Severity.ERROR,
    why=__doc__,
    message="{resource} takes its image from a registry in a VPC (RepositoryAccessMode {found}) and has no VpcConfig",
    fix="Set VpcConfig to the VPC that the registry is in, or push the image to ECR and leave ImageConfig out.",
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html",
    check=_check,
    wrong=lambda: template(model(container=_OWN)),
    right=lambda: template(model(container=_OWN, VpcConfig=_VPC)),
)
