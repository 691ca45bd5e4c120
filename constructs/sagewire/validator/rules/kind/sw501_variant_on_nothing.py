"""A variant runs on instances, or serverless. One that says neither passes CDK and cfn-lint; SageMaker refuses it."""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import real_time
from sagewire.validator.serving.served import variants_in
from sagewire.validator.severity import Severity

_CAPACITY = ("InstanceType", "InstancePools", "ServerlessConfig")


def _check(graph: Graph) -> Iterator[Fault]:
    for variant in variants_in(graph):
        if all(variant[name].absent for name in _CAPACITY):
            yield fault(variant.value, variant.name or "a variant")


RULE = Rule(
    id="SW501",
    title="variant says not what it runs on",
    severity=Severity.ERROR,
    why=__doc__,
    message="{found} has neither InstanceType, nor InstancePools, nor ServerlessConfig",
    fix="Set InstanceType and InitialInstanceCount, or ServerlessConfig.",
    source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html",
    check=_check,
    wrong=lambda: template(real_time(variant={"InstanceType": None, "InitialInstanceCount": None})),
    right=lambda: template(real_time()),
)
