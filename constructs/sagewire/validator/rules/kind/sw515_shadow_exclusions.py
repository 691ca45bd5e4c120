"""Shadow variants are for a single container on instances that answers at once. Beside an asynchronous endpoint,
several containers, a multi-model container, a package of AWS Marketplace or Inf1, SageMaker refuses them.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.endpoint import EndpointConfig
from sagewire.validator.graph.model import Model
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, instance_variant, model
from sagewire.validator.serving.hardware import types_of
from sagewire.validator.serving.served import marketplace_package, models_of, multi_model, several_containers
from sagewire.validator.severity import Severity

_SHADOW = instance_variant(VariantName="Shadow")


def _check(graph: Graph) -> Iterator[Fault]:
    for configuration in graph.configs:
        reason = next(_reasons(graph, configuration), None) if configuration.shadows else None
        if reason is not None:
            yield fault(configuration.resource["ShadowProductionVariants"], reason=reason)


def _reasons(graph: Graph, configuration: EndpointConfig) -> Iterator[str]:
    if configuration.resource["AsyncInferenceConfig"].present:
        yield "its endpoint is asynchronous"
    for variant in configuration.all_variants:
        if any((name.text or "").startswith("ml.inf1.") for name in types_of(variant)):
            yield f"{variant.name or 'a variant'} runs on Inf1"
    for served in models_of(graph, configuration):
        yield from _of_model(served)


def _of_model(served: Model) -> Iterator[str]:
    if several_containers(served) is not None:
        yield f"{served.resource.logical_id} has several containers"
    if multi_model(served) is not None:
        yield f"{served.resource.logical_id} has a multi-model container"
    if marketplace_package(served) is not None:
        yield f"{served.resource.logical_id} is a package of AWS Marketplace"


RULE = Rule(
    id="SW515",
    title="shadow variant beside what SageMaker does not shadow",
    severity=Severity.ERROR,
    why=__doc__,
    message="{resource} has {found}, which SageMaker refuses since {reason}",
    fix="Leave {found} out, and compare two endpoints instead.",
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/shadow-tests-exclusions.html",
    check=_check,
    wrong=lambda: template(
        model(container={"Mode": "MultiModel", "ModelDataUrl": "s3://models/ranking/"}),
        config(instance_variant(), ShadowProductionVariants=[_SHADOW]),
        endpoint(),
    ),
    right=lambda: template(model(), config(instance_variant(), ShadowProductionVariants=[_SHADOW]), endpoint()),
)
