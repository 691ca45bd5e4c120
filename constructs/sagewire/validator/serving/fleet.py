"""How many instances a variant has, at least and at most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sagewire.validator.figures import figure
from sagewire.validator.graph import Graph
from sagewire.validator.graph.endpoint import Endpoint, Variant
from sagewire.validator.graph.scaling import INSTANCES
from sagewire.validator.value import Value


class Count(NamedTuple):
    """How many instances, and where it says so."""

    at: Value
    instances: float

    @property
    def said(self) -> str:
        """ "1 instance", "2 instances"."""
        return f"{figure(self.instances)} instance{'' if self.instances == 1 else 's'}"


def most_instances(graph: Graph, endpoint: Endpoint, variant: Variant) -> Count | None:
    """As many as the variant begins with, or is scaled to; None where that is not known."""
    scaled = (*_scaled(graph, endpoint, variant, "MaxCapacity"), *graph.view(_most_anywhere))
    return _most([variant["InitialInstanceCount"], *_managed(variant, "MaxInstanceCount"), *scaled])


def most_at_rest(graph: Graph, endpoint: Endpoint, variant: Variant) -> Count | None:
    """As many as the variant begins with, or never falls below; None where that is not known."""
    scaled = (*_scaled(graph, endpoint, variant, "MinCapacity"), *graph.view(_most_at_rest_anywhere))
    return _most([variant["InitialInstanceCount"], *_managed(variant, "MinInstanceCount"), *scaled])


def _managed(variant: Variant, bound: str) -> Iterator[Value]:
    if not variant["ManagedInstanceScaling"].absent:
        yield variant["ManagedInstanceScaling"][bound]


def _scaled(graph: Graph, endpoint: Endpoint, variant: Variant, bound: str) -> Iterator[Value]:
    for target in graph.scaled.get(endpoint, ()):
        # What cannot be told apart may be about these instances.
        if target.dimension in (INSTANCES, None) and target.variant in (variant.name, None):
            yield target[bound]


def _most_anywhere(graph: Graph) -> Sequence[Value]:
    return _decisive(graph, "MaxCapacity")


def _most_at_rest_anywhere(graph: Graph) -> Sequence[Value]:
    return _decisive(graph, "MinCapacity")


def _decisive(graph: Graph, bound: str) -> Sequence[Value]:
    """Of the targets that may be of any endpoint, the bound that decides: one that is not known, else the largest."""
    targets = [target for target in graph.scaled.get(None, ()) if target.dimension in (INSTANCES, None)]
    bounds = [target[bound] for target in targets]
    unknown = [value for value in bounds if value.number is None]
    return unknown[:1] or sorted(bounds, key=lambda value: value.number or 0)[-1:]


def _most(bounds: Sequence[Value]) -> Count | None:
    counts = [Count(at=bound, instances=bound.number) for bound in bounds if bound.number is not None]
    return max(counts, key=lambda count: count.instances) if len(counts) == len(bounds) else None
