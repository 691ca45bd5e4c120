"""Which images run on which instances."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sagewire import instances
from sagewire.instances import InstanceFacts
from sagewire.validator.graph import Graph
from sagewire.validator.graph.endpoint import InferenceComponent
from sagewire.validator.serving.hardware import placements, types_of, variant_under
from sagewire.validator.serving.images import Image, image_of
from sagewire.validator.value import Value


class ImagePlace(NamedTuple):
    """An image on a type of instance. at: where the image is named."""

    at: Value
    image: Image
    host: InstanceFacts


def images_in(graph: Graph) -> Iterator[Value]:
    """Where images are named: by models, and by inference components."""
    for model in graph.models:
        yield from model.images
    for component in graph.components:
        yield _own_image(component)


def image_places(graph: Graph) -> Iterator[ImagePlace]:
    """Every image of a variant's model, or of an inference component, on every type of instance that is known, once."""
    seen: set[tuple[object, ...]] = set()
    for at, host in _places(graph):
        place = (at.owner, at.path, host.name)
        image = image_of(at)
        if image is not None and place not in seen:
            seen.add(place)
            yield ImagePlace(at=at, image=image, host=host)


def _places(graph: Graph) -> Iterator[tuple[Value, InstanceFacts]]:
    for placement in placements(graph):
        if placement.variant["ModelName"].unknown:
            continue
        yield from ((image, placement.host) for image in placement.model.images)
    for component in graph.components:
        variant = variant_under(component)
        named = component.model.images if component.model else ()
        for instance_type in types_of(variant) if variant else ():
            host = instances.facts(instance_type.text or "")
            if host is not None:
                yield from ((image, host) for image in (*named, _own_image(component)))


def _own_image(component: InferenceComponent) -> Value:
    return component.resource["Specification"]["Container"]["Image"]
