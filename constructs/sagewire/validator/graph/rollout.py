"""How endpoints, and inference components, move to what is new."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sagewire.validator.template import Resource
from sagewire.validator.value import Value

if TYPE_CHECKING:
    from sagewire.validator.graph import Graph
    from sagewire.validator.graph.endpoint import Endpoint
    from sagewire.validator.graph.scaling import ScalableTarget

CANARY, LINEAR = "CANARY", "LINEAR"
PERCENT = "CAPACITY_PERCENT"
WHOLE = 100


@dataclass(frozen=True, eq=False)
class Rollout:
    """The `DeploymentConfig` of an endpoint or of an inference component.

    endpoint: None for a component. fleets: for each variant, or for the component, all that says how many instances, or
    copies, there are: at first, at least and at most; None where that is not known.
    """

    resource: Resource
    endpoint: Endpoint | None
    fleets: Sequence[Sequence[Value] | None]

    @property
    def settings(self) -> Value:
        """All of it."""
        return self.resource["DeploymentConfig"]

    @property
    def blue_green(self) -> Value:
        """What it says of two fleets."""
        return self.settings["BlueGreenUpdatePolicy"]

    @property
    def routing(self) -> Value:
        """How traffic moves from one fleet to the other."""
        return self.blue_green["TrafficRoutingConfiguration"]

    @property
    def rolling(self) -> Value:
        """What it says of one fleet that is replaced batch by batch."""
        return self.settings["RollingUpdatePolicy"]

    @property
    def alarms(self) -> Value:
        """What undoes it."""
        return self.settings["AutoRollbackConfiguration"]["Alarms"]

    @property
    def wait(self) -> Value:
        """Seconds after each step, while the alarms are watched."""
        return (self.rolling if self.rolling.present else self.routing)["WaitIntervalInSeconds"]

    @property
    def timeout(self) -> Value:
        """Seconds after which it is given up."""
        return (self.rolling if self.rolling.present else self.blue_green)["MaximumExecutionTimeoutInSeconds"]

    @property
    def step(self) -> Value | None:
        """How much moves with each step, or with the first; None where all does at once, or it is not known."""
        if self.rolling.present:
            return self.rolling["MaximumBatchSize"]
        sizes = {CANARY: "CanarySize", LINEAR: "LinearStepSize"}
        name = sizes.get(self.routing["Type"].text or "")
        return self.routing[name] if name else None

    @cached_property
    def sizes(self) -> tuple[float, float] | None:
        """The smallest and the largest of its fleets, in instances or copies; None where one of them is not known."""
        counts = [count.number if count else None for fleet in self.fleets for count in fleet or (None,)]
        known = [count for count in counts if count]
        return (min(known), max(known)) if known and None not in counts else None

    @property
    def waits(self) -> int:
        """After how many of its steps it waits at least, the last one left out unless there is no other."""
        size = self.step
        stepwise = self.rolling.present or self.routing["Type"].text == LINEAR
        if size is None or not stepwise or not size["Value"].number or self.sizes is None:
            return 1
        least, share = self.sizes[0], size["Value"].number
        # A share is never less than one instance, so that a small fleet has fewer steps.
        steps = min(WHOLE / share, least) if size["Type"].text == PERCENT else least / share
        return max(math.floor(steps) - 1, 1)

    @property
    def waits_at_most(self) -> float:
        """After how many of its steps it waits at most; without end where that is not known."""
        size = self.step
        if not (self.rolling.present or self.routing["Type"].text == LINEAR):
            return 1
        if size is None or not size["Value"].number or self.sizes is None:
            return math.inf
        share = size["Value"].number
        return math.ceil(WHOLE / share) if size["Type"].text == PERCENT else math.ceil(self.sizes[1] / share)

    @cached_property
    def least_seconds(self) -> float | None:
        """How long it waits in all, at least; None where that is not known."""
        wait, end = self.wait.number, self.blue_green["TerminationWaitInSeconds"]
        last = end.number if end.present else 0 if end.absent else None
        return None if wait is None or last is None else self.waits * wait + last


def rollouts_of(graph: Graph) -> Sequence[Rollout]:
    """The rollouts that the templates state."""
    # Scaling of which it is not known what it scales may be that of any variant of the name.
    unclear = {target.variant for target in graph.scaled.get(None, ()) if "*" in (target["ResourceId"].pattern or "*")}
    found = [
        Rollout(endpoint.resource, endpoint, list(_fleets(graph, endpoint, unclear)))
        for endpoint in graph.endpoints
        if endpoint.resource["DeploymentConfig"].present
    ]
    copies = graph.view(_targets_by_component)
    for component in graph.components:
        if component.resource["DeploymentConfig"].present:
            counts = [component.copies, *_bounds(copies.get(component.resource, ()))]
            found.append(Rollout(component.resource, None, [counts]))
    return found


def _targets_by_component(graph: Graph) -> Mapping[Resource, Sequence[ScalableTarget]]:
    found: defaultdict[Resource, list[ScalableTarget]] = defaultdict(list)
    for target in graph.scalable_targets:
        if target.component is not None:
            found[target.component.resource].append(target)
    return found


def _fleets(graph: Graph, endpoint: Endpoint, unclear: Collection[str | None]) -> Iterator[Sequence[Value] | None]:
    for variant in endpoint.variants:
        managed = variant["ManagedInstanceScaling"]
        stated = [managed["MinInstanceCount"], managed["MaxInstanceCount"]]
        targets = [target for target in graph.scaled.get(endpoint, ()) if target.variant in (variant.name, None)]
        counts = [variant["InitialInstanceCount"], *(count for count in stated if not count.absent), *_bounds(targets)]
        yield None if {variant.name, None} & set(unclear) else counts


def _bounds(targets: Sequence[ScalableTarget]) -> list[Value]:
    return [bound for target in targets for pair in target.bounds for bound in pair if not bound.absent]
