"""Network isolation and serverless endpoints exclude each other. CDK and cfn-lint let a model with it pass, and
SageMaker refuses the endpoint.
"""

from collections.abc import Iterator

from sagewire.published_metrics import SERVERLESS
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, model, serverless_variant
from sagewire.validator.serving.served import resources_of
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for resource in resources_of(graph, SERVERLESS):
        isolated = resource["EnableNetworkIsolation"]
        if isolated.flag:
            yield fault(isolated)


RULE = Rule(
    id="SW504",
    title="serverless endpoint with network isolation",
    severity=Severity.ERROR,
    why=__doc__,
    message="{resource} has EnableNetworkIsolation, which a serverless endpoint cannot have",
    fix="Leave EnableNetworkIsolation out, or serve the model on instances.",
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html",
    check=_check,
    wrong=lambda: template(model(EnableNetworkIsolation=True), config(serverless_variant()), endpoint()),
    right=lambda: template(model(EnableNetworkIsolation=False), config(serverless_variant()), endpoint()),
)
