"""A serverless variant has no instances of its own. With a type or a number of them as well, it passes CDK and
cfn-lint, and SageMaker refuses the configuration.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, model, serverless, serverless_variant
from sagewire.validator.serving.served import variants_in
from sagewire.validator.severity import Severity

_INSTANCES = ("InstanceType", "InstancePools", "InitialInstanceCount")


def _check(graph: Graph) -> Iterator[Fault]:
    for variant in variants_in(graph):
        stated = [name for name in _INSTANCES if variant.serverless and variant[name].present]
        if stated:
            yield fault(variant[stated[0]], name=" and ".join(stated))


RULE = Rule(
    id="SW502",
    title="serverless variant names instances",
    severity=Severity.ERROR,
    why=__doc__,
    message="a variant has ServerlessConfig and {name} ({found}); it is one or the other",
    fix="Leave {name} out, or leave ServerlessConfig out for a variant on instances.",
    source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html",
    check=_check,
    wrong=lambda: template(model(), config(serverless_variant(InstanceType="ml.m5.xlarge")), endpoint()),
    right=lambda: template(serverless()),
)
