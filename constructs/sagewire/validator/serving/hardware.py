"""What a variant's instances are made of, and which models run on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sagewire import instances
from sagewire.instances import InstanceFacts
from sagewire.validator.graph import Graph
from sagewire.validator.graph.endpoint import InferenceComponent, Variant
from sagewire.validator.graph.model import Model
from sagewire.validator.serving.served import variants_in
from sagewire.validator.value import Value


class Placement(NamedTuple):
    """A model on a type of instance. at: where the type stands."""

    variant: Variant
    model: Model
    at: Value
    host: InstanceFacts


def types_of(variant: Variant) -> Sequence[Value]:
    """Where the types of its instances stand, or may stand: its own, or those of its pools."""
    pools = [pool["InstanceType"] for pool in variant["InstancePools"].elements]
    return [named for named in (variant["InstanceType"], *pools) if not named.absent]


def types_in(graph: Graph) -> Iterator[Value]:
    """Where the types of all variants stand, those of shadow variants among them."""
    for variant in variants_in(graph):
        yield from types_of(variant)


def hosts_of(variant: Variant) -> Sequence[InstanceFacts]:
    """The hardware of each of its types; nothing where one of them is not known."""
    found = [instances.facts(named.text or "") for named in types_of(variant)]
    known = [host for host in found if host is not None]
    return known if variant["InstancePools"].complete and len(known) == len(found) else ()


def placements(graph: Graph) -> Sequence[Placement]:
    """Every model of a variant, or of a shadow variant, on every type of instance that is known."""
    return graph.view(_placements)


def _placements(graph: Graph) -> Sequence[Placement]:
    return [
        placed
        for variant in variants_in(graph)
        if variant.serverless is False
        for placed in _of_variant(graph, variant)
    ]


def _of_variant(graph: Graph, variant: Variant) -> Iterator[Placement]:
    pools = [(pool["InstanceType"], pool["ModelNameOverride"]) for pool in variant["InstancePools"].elements]
    for at, named in ((variant["InstanceType"], variant["ModelName"]), *pools):
        model = graph.model_behind(variant["ModelName"] if named.absent else named)
        host = instances.facts(at.text or "")
        if model is not None and host is not None:
            yield Placement(variant=variant, model=model, at=at, host=host)


def variant_under(component: InferenceComponent) -> Variant | None:
    """The variant whose instances an inference component is placed on."""
    variants = component.endpoint.variants if component.endpoint else ()
    named = component.resource["VariantName"]
    found = [variant for variant in variants if named.absent or (named.text and variant.name == named.text)]
    return found[0] if len(found) == 1 else None
