"""How many inferences are under way at the peak: the rate times the time that each takes, which is Little's law."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from sagewire.limits import SERVERLESS_CONCURRENCY
from sagewire.published_metrics import ASYNCHRONOUS
from sagewire.validator.figures import figure
from sagewire.validator.graph import Graph
from sagewire.validator.graph.endpoint import Endpoint
from sagewire.validator.graph.function import Function
from sagewire.validator.graph.way_in import QUEUE, STREAM
from sagewire.validator.path import Path
from sagewire.validator.severity import Severity
from sagewire.validator.value import Value

# The stated latency is that of the slowest calls: on average they take less, but hardly less than half.
_SURELY = 2
LITTLE = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html"
# Figures that should be whole may be a little off.
_NEARLY = 1e-9


class Demand(NamedTuple):
    """What one function asks of its one endpoint. rate: requests a second. latency: milliseconds that each takes."""

    function: Function
    endpoint: Endpoint
    rate: float
    latency: float

    @property
    def concurrency(self) -> float:
        """Inferences at a time."""
        return self.rate * self.latency / 1000 - _NEARLY

    @property
    def at_once(self) -> int:
        """The same, as a whole number."""
        return math.ceil(self.concurrency)

    @property
    def said(self) -> str:
        """The figures as a message says them."""
        return f"{figure(self.rate)} a second x {figure(self.latency)} ms"


def demands(graph: Graph) -> Sequence[Demand]:
    """Of every function whose peak rate is stated, as is the latency of what it asks."""
    return graph.view(_demands)


def _demands(graph: Graph) -> Sequence[Demand]:
    return [
        Demand(function=function, endpoint=function.endpoints[0], rate=rate, latency=latency)
        for function in graph.invokers
        if len(function.endpoints) == 1
        and (rate := function.peak_rate.number) is not None
        and (latency := function.latency) is not None
    ]


def concurrency_bound(graph: Graph, function: Function) -> Value | None:
    """Where it says how many calls of the function there are at a time at most; None where nothing does."""
    bounds = [function["ReservedConcurrentExecutions"]]
    mappings = graph.mappings_into.get(function, ())
    if len(mappings) == len(graph.ways_into.get(function, ())) == 1:
        bounds.append(mappings[0]["ScalingConfig"]["MaximumConcurrency"])
    told = [bound for bound in bounds if bound.number is not None]
    return min(told, key=lambda bound: bound.number or 0, default=None)


def waits_for_the_answer(demand: Demand) -> bool:
    """Whether the function runs for as long as the model does."""
    return demand.endpoint.kind not in (ASYNCHRONOUS, None)


def severity_above(asked: float, capacity: float) -> Severity:
    """How bad it is that so many are asked for at a time: an error where half of the stated latency is too much too."""
    return Severity.ERROR if asked + _NEARLY >= _SURELY * capacity else Severity.WARNING


def more_room(wanted: float) -> str:
    """How a serverless endpoint comes to take so many requests at a time, where it can."""
    most = SERVERLESS_CONCURRENCY.value
    if wanted <= most:
        return f"Set MaxConcurrency to {figure(wanted)} or more"
    return f"Divide the requests among several endpoints, since one takes {most} at most, or take a real-time endpoint"


def buffered(graph: Graph, function: Function) -> bool:
    """Whether all that calls the function keeps the calls that it cannot take yet."""
    ways = graph.ways_into.get(function, ())
    return bool(ways) and all(way.asynchronous or way.kind in (QUEUE, STREAM) for way in ways)


def path_of(graph: Graph, demand: Demand) -> Path:
    """One of the paths that the requests take."""
    ways = graph.ways_into.get(demand.function) or (None,)
    return Path(way_in=ways[0], function=demand.function, endpoint=demand.endpoint)
