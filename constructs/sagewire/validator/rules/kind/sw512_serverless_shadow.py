"""A shadow variant is sent copies of what a variant on instances is asked. A serverless endpoint takes none, and is
none: SageMaker refuses the configuration.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, model, serverless, serverless_variant
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for configuration in graph.configs:
        if configuration.shadows and any(variant.serverless for variant in configuration.all_variants):
            yield fault(configuration.resource["ShadowProductionVariants"])


RULE = Rule(
    id="SW512",
    title="shadow variant of a serverless endpoint",
    severity=Severity.ERROR,
    why=__doc__,
    message="{resource} has {found} and a serverless variant; SageMaker shadows variants on instances only",
    fix="Leave {found} out and compare two endpoints, or put both variants on instances.",
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/shadow-tests-exclusions.html",
    check=_check,
    wrong=lambda: template(
        model(),
        config(serverless_variant(), ShadowProductionVariants=[serverless_variant(VariantName="Shadow")]),
        endpoint(),
    ),
    right=lambda: template(serverless()),
)
