"""A variant's share of the requests is its weight divided by the sum of all weights. Where all weights are 0, there
is no variant for a request that does not name one itself.
"""

from collections.abc import Iterator

from sagewire.published_metrics import COMPONENT_HOST
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for config in graph.configs:
        weights = [variant["InitialVariantWeight"] for variant in config.variants]
        known = config.whole and config.kind not in (COMPONENT_HOST, None)
        if known and weights and all(weight.number == 0 for weight in weights):
            yield fault(weights[0], limit="a sum above 0")


RULE = Rule(
    id="SW413",
    title="all variants have a weight of 0",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html",
    message="all weights are {found}; a request that names no variant has none to go to",
    fix="Give the variant that answers a weight of 1, or leave InitialVariantWeight out.",
    check=_check,
    wrong=lambda: template(real_time(variant={"InitialVariantWeight": 0})),
    right=lambda: template(real_time(variant={"InitialVariantWeight": 1})),
)
