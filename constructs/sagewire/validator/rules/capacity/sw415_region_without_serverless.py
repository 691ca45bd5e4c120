"""SageMaker has serverless endpoints in some regions only, and refuses them in the others. AWS's list is of unknown
age: a region may have come since.
"""

from collections.abc import Iterator

from sagewire.limits import SERVERLESS_REGIONS
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

_LISTED = f"one of the {len(SERVERLESS_REGIONS.values)} regions of the list"


def _check(graph: Graph) -> Iterator[Fault]:
    for config in graph.configs:
        region = graph.region_of(config.resource)
        if region is None or region in SERVERLESS_REGIONS.values:
            continue
        for variant in config.variants:
            if variant.serverless:
                yield fault(variant["ServerlessConfig"], region, limit=_LISTED)


RULE = Rule(
    id="SW415",
    title="region has no serverless endpoints",
    severity=Severity.WARNING,
    why=__doc__,
    limit=SERVERLESS_REGIONS,
    message="{found} is not among the regions that AWS names for serverless endpoints",
    fix="Deploy to another region, take a real-time endpoint, or acknowledge this once you have seen one there.",
    check=_check,
    wrong=lambda: template(serverless()),
    right=template,
    region="eu-central-2",
)
