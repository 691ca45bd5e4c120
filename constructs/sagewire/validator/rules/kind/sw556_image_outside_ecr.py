"""SageMaker pulls a model's image from a private repository of ECR, or from a registry in the model's VPC if
ImageConfig says so. It refuses a model whose image lies elsewhere, on Docker Hub for instance or in the public gallery
of ECR.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import model
from sagewire.validator.serving.images import outside_ecr
from sagewire.validator.severity import Severity
from sagewire.validator.value import Value


def _check(graph: Graph) -> Iterator[Fault]:
    for served in graph.models:
        for container in served.containers:
            registry = outside_ecr(container["Image"])
            if registry is not None and _from_ecr(container["ImageConfig"]):
                yield fault(container["Image"], registry=registry)


def _from_ecr(settings: Value) -> bool:
    """Whether it is certain that no registry in a VPC is asked."""
    return settings.absent or settings["RepositoryAccessMode"].text == "Platform"


RULE = Rule(
    id="SW556",
    title="image that is not in ECR",
    severity=Severity.ERROR,
    why=__doc__,
    message="{found} lies in {registry}; SageMaker takes images of private ECR repositories",
    fix="Push the image to ECR, or let a pull through cache do so; for a registry in the VPC, set RepositoryAccessMode"
    " to Vpc in ImageConfig.",
    source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html",
    check=_check,
    wrong=lambda: template(model(image="docker.io/ranking/server:1.4.2")),
    right=lambda: template(model()),
)
