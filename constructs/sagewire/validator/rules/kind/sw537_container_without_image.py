"""A container is an image, or the package of the Model Registry that names one. With neither there is nothing to run:
the schema lets it pass, and SageMaker refuses the model.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import ARTIFACT, model
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for served in graph.models:
        for container in served.containers:
            if container["Image"].absent and container["ModelPackageName"].absent:
                yield fault(container["Image"])


RULE = Rule(
    id="SW537",
    title="container without an image",
    severity=Severity.ERROR,
    why=__doc__,
    message="a container of {resource} has neither Image nor ModelPackageName",
    fix="Set Image, or ModelPackageName for a package of the Model Registry.",
    source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html",
    check=_check,
    wrong=lambda: template(model(PrimaryContainer={"ModelDataUrl": ARTIFACT})),
    right=lambda: template(model()),
)
