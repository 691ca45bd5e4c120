"""What counts against the quotas that an account has in a region."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sagewire.limits import (
    REGIONAL_SERVERLESS_CONCURRENCY,
    REGIONAL_SERVERLESS_CONCURRENCY_ELSEWHERE,
    SERVERLESS_LARGE_REGIONS,
)
from sagewire.validator.graph import Graph
from sagewire.validator.graph.endpoint import Endpoint
from sagewire.validator.severity import Severity
from sagewire.validator.template import Resource, Template
from sagewire.validator.value import Value

# An account and a region, as far as they are known.
Place = tuple[str | None, str | None]
# What counts together: a place that is known, or else what one stack has, with those that are nested in it.
Together = tuple[str | None, str | None, Template | None]
Quota = tuple[int, bool]


def by_place(graph: Graph, values: Iterable[Value]) -> Mapping[Together, Sequence[Value]]:
    """Figures of resources that certainly exist, by what counts together."""
    found: defaultdict[Together, list[Value]] = defaultdict(list)
    for value in values:
        if value.owner.certain and value.number is not None:
            found[together_with(graph, value.owner)].append(value)
    return found


def place_of(graph: Graph, resource: Resource) -> Place:
    """The account and the region of a resource, those of the stack that it is nested in included."""
    template = resource.template
    nested_in = (template, *template.assembly.above(template))
    account = next((each.account for each in nested_in if each.account is not None), None)
    return account, graph.region_of(resource)


def together_with(graph: Graph, resource: Resource) -> Together:
    """What a resource is counted with: two stacks of which it is not known where they are may be far apart."""
    account, region = place_of(graph, resource)
    if account is not None and region is not None:
        return account, region, None
    template = resource.template
    *_, outermost = template, *template.assembly.above(template)
    return account, region, outermost


def total(values: Iterable[Value]) -> float:
    """Their sum."""
    return sum(value.number or 0 for value in values)


def largest(values: Iterable[Value]) -> Value:
    """The one with the largest figure: what is to be changed first."""
    return max(values, key=lambda value: value.number or 0)


def severity_of(quota: Quota) -> Severity:
    """An error where the quota is the account's own; AWS may have granted more than it does to others."""
    return Severity.ERROR if quota[1] else Severity.WARNING


def serverless_concurrency(graph: Graph, region: str | None) -> Quota:
    """The concurrency of all serverless endpoints in a region, and whether that is the account's own figure."""
    general = graph.quota(REGIONAL_SERVERLESS_CONCURRENCY, "REGIONAL_SERVERLESS_CONCURRENCY")
    if region is None or region in SERVERLESS_LARGE_REGIONS.values or general[1]:
        return general
    return graph.quota(REGIONAL_SERVERLESS_CONCURRENCY_ELSEWHERE, "REGIONAL_SERVERLESS_CONCURRENCY_ELSEWHERE")


def serverless_endpoints(graph: Graph) -> Iterator[tuple[Endpoint, Value]]:
    """The endpoints that are serverless, and where the concurrency of each stands."""
    for endpoint in graph.endpoints:
        for variant in endpoint.variants:
            if variant.serverless and endpoint.resource.certain:
                yield endpoint, variant["ServerlessConfig"]["MaxConcurrency"]
