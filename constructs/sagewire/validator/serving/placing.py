"""Where the copies of inference components find room."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from sagewire.instances import InstanceFacts
from sagewire.validator.figures import figure
from sagewire.validator.graph import Graph
from sagewire.validator.graph.endpoint import Endpoint, InferenceComponent, Variant
from sagewire.validator.serving.fleet import Count, most_instances
from sagewire.validator.serving.hardware import hosts_of, variant_under
from sagewire.validator.value import Value

MEMORY = "MinMemoryRequiredInMb"
CPUS = "NumberOfCpuCoresRequired"
ACCELERATORS = "NumberOfAcceleratorDevicesRequired"
SOURCE = (
    "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceComponentComputeResourceRequirements.html"
)
# What an instance has of that which components ask for.
Amount = Callable[[InstanceFacts], float]


def accelerators_of(host: InstanceFacts) -> float:
    """How many accelerators components may ask for; whether AWS counts chips or cores of Neuron, it does not say."""
    return math.inf if host.accelerator == "neuron" else host.accelerators


class Misfit(NamedTuple):
    """One copy that no instance of its variant has room for. host: the one that has the most."""

    asked: Value
    host: InstanceFacts
    room: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Overfull:
    """Copies that find no room together, though each would alone. count: of the instances at most."""

    asked: float
    copies: float
    count: Count
    host: InstanceFacts
    room: float

    @property
    def words(self) -> dict[str, Any]:
        """What a message names."""
        figures = {"asked": self.asked, "copies": self.copies, "room": self.room}
        said = {"type": self.host.name, "instances": self.count.said}
        return {**said, **{name: figure(value) for name, value in figures.items()}}


def misfits(graph: Graph, requirement: str, amount: Amount) -> Iterator[Misfit]:
    """The components of which no instance has room for a single copy."""
    for component in graph.components:
        variant = variant_under(component)
        asked = component.requirements[requirement]
        host = max(hosts_of(variant), key=amount, default=None) if variant else None
        if host is not None and asked.number is not None and asked.number > amount(host):
            yield Misfit(asked=asked, host=host, room=amount(host))


def overfull(graph: Graph, requirement: str, amount: Amount) -> Iterator[Overfull]:
    """The variants whose instances, as many as they may become, have no room for all copies that there are at first."""
    for endpoint in graph.endpoints:
        for variant in endpoint.variants if endpoint.components else ():
            found = _overfull(graph, endpoint, variant, requirement, amount)
            if found is not None:
                yield found


def _overfull(graph: Graph, endpoint: Endpoint, variant: Variant, requirement: str, amount: Amount) -> Overfull | None:
    host = max(hosts_of(variant), key=amount, default=None)
    count = most_instances(graph, endpoint, variant)
    if host is None or count is None:
        return None
    placed = [
        _asked(component, requirement) for component in endpoint.components if variant_under(component) is variant
    ]
    copies = sum(copies for copies, _ in placed)
    asked = sum(copies * each for copies, each in placed)
    room = amount(host)
    if asked <= count.instances * room or any(each > room for _, each in placed):
        return None
    return Overfull(asked=asked, copies=copies, count=count, host=host, room=room)


def _asked(component: InferenceComponent, requirement: str) -> tuple[float, float]:
    """How many copies there are, and what each asks for: none where that is not certain."""
    copies, each = component.copies.number, component.requirements[requirement].number
    return (copies, each) if component.resource.certain and copies and each else (0, 0)
