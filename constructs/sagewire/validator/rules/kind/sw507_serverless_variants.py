"""A serverless endpoint has one variant. CDK and cfn-lint let a second one pass, and SageMaker refuses it."""

from collections.abc import Iterator

from sagewire.limits import SERVERLESS_VARIANTS
from sagewire.published_metrics import SERVERLESS
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, model, serverless, serverless_variant
from sagewire.validator.severity import Severity

_ONE = f"{SERVERLESS_VARIANTS.value} variant"


def _check(graph: Graph) -> Iterator[Fault]:
    for configuration in graph.configs:
        if configuration.kind == SERVERLESS and len(configuration.variants) > SERVERLESS_VARIANTS.value:
            yield fault(configuration.resource["ProductionVariants"], len(configuration.variants), limit=_ONE)


RULE = Rule(
    id="SW507",
    title="serverless endpoint with several variants",
    severity=Severity.ERROR,
    why=__doc__,
    limit=SERVERLESS_VARIANTS,
    message="{resource} has {found} variants; with a serverless one there is no other",
    fix="Leave one variant, and make an endpoint of each of the others.",
    check=_check,
    wrong=lambda: template(model(), config(serverless_variant(), serverless_variant(VariantName="Second")), endpoint()),
    right=lambda: template(serverless()),
)
