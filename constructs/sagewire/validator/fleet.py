"""How many instances a variant has, at least and at most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sagewire.validator.graph import Graph
from sagewire.validator.graph.endpoint import Endpoint, Variant
from sagewire.validator.graph.scaling import INSTANCES
from sagewire.validator.value import Value


@dataclass(frozen=True, kw_only=True)
class Count:
    """How many instances, and where it says so."""

    at: Value
    instances: float


def most_instances(graph: Graph, endpoint: Endpoint, variant: Variant) -> Count | None:
    """As many as the variant begins with, or is scaled to; None where that is not known."""
    return _most(list(_bounds(graph, endpoint, variant, managed="MaxInstanceCount", target="MaxCapacity")))


def most_at_rest(graph: Graph, endpoint: Endpoint, variant: Variant) -> Count | None:
    """As many as the variant begins with, or never falls below; None where that is not known."""
    return _most(list(_bounds(graph, endpoint, variant, managed="MinInstanceCount", target="MinCapacity")))


def _bounds(graph: Graph, endpoint: Endpoint, variant: Variant, *, managed: str, target: str) -> Iterator[Value]:
    yield variant["InitialInstanceCount"]
    if not variant["ManagedInstanceScaling"].absent:
        yield variant["ManagedInstanceScaling"][managed]
    for scaled in (*graph.scaled.get(endpoint, ()), *graph.scaled.get(None, ())):
        # What cannot be told apart may be about these instances.
        if scaled.dimension in (INSTANCES, None) and (
            scaled.endpoint is None or scaled.variant in (variant.name, None)
        ):
            yield scaled[target]


def _most(bounds: list[Value]) -> Count | None:
    counts = [Count(at=bound, instances=bound.number) for bound in bounds if bound.number is not None]
    return max(counts, key=lambda count: count.instances) if len(counts) == len(bounds) else None
