"""One shadow variant is compared with one production variant. The schema takes up to ten of each, and SageMaker refuses
more than one.
"""

from collections.abc import Iterator

from sagewire.limits import SHADOW_VARIANTS
from sagewire.published_metrics import SERVERLESS
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, instance_variant, model
from sagewire.validator.severity import Severity

_SHADOW = instance_variant(VariantName="Shadow")
_ONE = f"{SHADOW_VARIANTS.value} variant"


def _check(graph: Graph) -> Iterator[Fault]:
    for configuration in graph.configs:
        if not configuration.shadows or configuration.kind == SERVERLESS:
            continue
        for name, variants in (
            ("ShadowProductionVariants", configuration.shadows),
            ("ProductionVariants", configuration.variants),
        ):
            if len(variants) > SHADOW_VARIANTS.value:
                yield fault(configuration.resource[name], len(variants), limit=_ONE, name=name)


RULE = Rule(
    id="SW514",
    title="more than one variant beside a shadow variant",
    severity=Severity.ERROR,
    why=__doc__,
    limit=SHADOW_VARIANTS,
    message="{found} {name}; SageMaker compares one shadow variant with one production variant",
    fix="Compare two models at a time: leave one variant in {name}.",
    check=_check,
    wrong=lambda: template(
        model(),
        config(
            instance_variant(),
            ShadowProductionVariants=[_SHADOW, instance_variant(VariantName="SecondShadow")],
        ),
        endpoint(),
    ),
    right=lambda: template(model(), config(instance_variant(), ShadowProductionVariants=[_SHADOW]), endpoint()),
)
