"""An endpoint for inference components has no model whose role it could take, so its configuration names one. Without
it SageMaker refuses the configuration, where the schema takes the role for optional.
"""

from collections.abc import Iterator

from sagewire.published_metrics import COMPONENT_HOST
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import component, component_host
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for config in graph.configs:
        role = config.resource["ExecutionRoleArn"]
        if config.kind == COMPONENT_HOST and role.absent:
            yield fault(role)


RULE = Rule(
    id="SW517",
    title="endpoint for inference components without a role",
    severity=Severity.ERROR,
    why=__doc__,
    message="no variant of {resource} names a model, so it is for inference components; ExecutionRoleArn is {found}",
    fix="Set ExecutionRoleArn, or ModelName on each variant if the endpoint is to run a model itself.",
    source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html",
    check=_check,
    wrong=lambda: template(component_host(ExecutionRoleArn=None), component()),
    right=lambda: template(component_host(), component()),
)
