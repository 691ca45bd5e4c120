"""A `Ref` to an endpoint, a configuration or a model is its ARN. Where one of them belongs to another, SageMaker
asks for its name, of letters, digits and hyphens: it refuses the ARN, and the stack rolls back.
"""

from collections.abc import Iterator

from sagewire.validator.arns import by_name, given_by_arn
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import ref, template
from sagewire.validator.samples.serving import endpoint, real_time
from sagewire.validator.severity import Severity
from sagewire.validator.value import Value


def _check(graph: Graph) -> Iterator[Fault]:
    for name in _names(graph):
        given = given_by_arn(name)
        if given is not None:
            yield fault(name, given.logical_id, property=name.name, instead=by_name(given))


def _names(graph: Graph) -> Iterator[Value]:
    """All that says by its name which resource is meant."""
    for served in graph.endpoints:
        yield served.resource["EndpointConfigName"]
    for config in graph.configs:
        yield from (variant["ModelName"] for variant in config.all_variants)
    for component in graph.components:
        yield component.resource["EndpointName"]
        yield component.resource["Specification"]["ModelName"]


RULE = Rule(
    id="SW550",
    title="ARN where SageMaker takes a name",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html",
    message="{property} is the ARN of {found}, which SageMaker refuses: it takes a name",
    fix="Take {instead}.",
    check=_check,
    wrong=lambda: template(real_time(), endpoint(EndpointConfigName=ref("Config"))),
    right=lambda: template(real_time(), endpoint()),
)
