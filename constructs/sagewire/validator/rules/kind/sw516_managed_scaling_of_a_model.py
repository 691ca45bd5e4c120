"""Managed instance scaling follows the copies of inference components. SageMaker refuses the configuration of a variant
that has it and a model of its own; those that are older stay, and are not scaled.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import component, component_host, real_time
from sagewire.validator.serving.served import variants_in
from sagewire.validator.severity import Severity

_SCALING = {"Status": "ENABLED", "MinInstanceCount": 2, "MaxInstanceCount": 4}


def _check(graph: Graph) -> Iterator[Fault]:
    for variant in variants_in(graph):
        scaling = variant["ManagedInstanceScaling"]
        if variant["ModelName"].present and scaling["Status"].text == "ENABLED":
            yield fault(scaling, variant=variant.name or "a variant")


RULE = Rule(
    id="SW516",
    title="managed instance scaling of a variant with its own model",
    severity=Severity.ERROR,
    why=__doc__,
    message="{variant} has {found} beside ModelName; it scales only instances that inference components are placed on",
    fix="Scale the variant by Application Auto Scaling, or leave ModelName out and place the model as a component.",
    source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantManagedInstanceScaling.html",
    check=_check,
    wrong=lambda: template(real_time(variant={"ManagedInstanceScaling": _SCALING})),
    right=lambda: template(component_host(variant={"ManagedInstanceScaling": _SCALING}), component()),
)
