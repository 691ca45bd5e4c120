"""An inference component shares the instances of a variant that has no model of its own. Placed on any other, it is
refused, and the stack rolls back once the endpoint has been made.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.endpoint import InferenceComponent, Variant
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import component, component_host, real_time
from sagewire.validator.serving.served import config_under
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for placed in graph.components:
        variants = list(_variants_of(placed))
        if placed.endpoint and variants and all(map(_runs_its_own, variants)):
            kind = "is serverless" if variants[0].serverless else "has a model of its own"
            at = placed.resource["EndpointName"]
            yield fault(at, placed.endpoint.resource.logical_id, variant=variants[0].name or "variant", kind=kind)


def _variants_of(placed: InferenceComponent) -> Iterator[Variant]:
    config, named = config_under(placed), placed.resource["VariantName"].text
    for variant in config.variants if config else ():
        if named is None or variant.name == named:
            yield variant


def _runs_its_own(variant: Variant) -> bool:
    return variant.serverless is True or variant["ModelName"].present


RULE = Rule(
    id="SW518",
    title="inference component on an endpoint that takes none",
    severity=Severity.ERROR,
    why=__doc__,
    message="{resource} is placed on {found}, whose {variant} {kind}",
    fix="Leave ModelName out of the variant, give it an instance type and the configuration a role.",
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-options.html",
    check=_check,
    wrong=lambda: template(real_time(), component(requirements={"NumberOfAcceleratorDevicesRequired": None})),
    right=lambda: template(component_host(), component()),
)
