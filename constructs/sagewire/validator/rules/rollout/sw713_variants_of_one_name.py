"""Requests, metrics and scaling tell the variants of an endpoint apart by name: SageMaker refuses two of one name."""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.repeated import repeated
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, instance_variant, real_time
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for made in graph.configs:
        for variant, _ in repeated((variant.name, variant) for variant in made.variants):
            yield fault(variant["VariantName"])


RULE = Rule(
    id="SW713",
    title="two variants of one name",
    severity=Severity.ERROR,
    why=__doc__,
    message="two variants of {resource} are called {found}",
    fix="Give each variant a name of its own.",
    source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html",
    check=_check,
    wrong=lambda: template(real_time(), config(instance_variant(), instance_variant())),
    right=lambda: template(real_time(), config(instance_variant(), instance_variant(VariantName="Other"))),
)
