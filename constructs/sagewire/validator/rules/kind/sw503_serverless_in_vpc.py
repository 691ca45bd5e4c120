"""A serverless endpoint reaches no VPC. A model with VpcConfig passes CDK and cfn-lint, and SageMaker refuses the
endpoint when it is made of it.
"""

from collections.abc import Iterator

from sagewire.published_metrics import SERVERLESS
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, model, serverless, serverless_variant
from sagewire.validator.serving.served import resources_of
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for resource in resources_of(graph, SERVERLESS):
        network = resource["VpcConfig"]
        if network.present:
            yield fault(network)


RULE = Rule(
    id="SW503",
    title="serverless endpoint in a VPC",
    severity=Severity.ERROR,
    why=__doc__,
    message="{resource} has {found}, and a serverless endpoint has no VPC",
    fix="Leave {found} out, or serve the model on instances.",
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html",
    check=_check,
    wrong=lambda: template(
        model(VpcConfig={"SecurityGroupIds": ["sg-0123456789abcdef0"], "Subnets": ["subnet-0123456789abcdef0"]}),
        config(serverless_variant()),
        endpoint(),
    ),
    right=lambda: template(serverless()),
)
