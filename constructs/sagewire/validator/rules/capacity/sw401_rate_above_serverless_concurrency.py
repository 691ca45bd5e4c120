"""A rate times the time that each request takes is the number of requests that are under way at once (Little's law).
A serverless endpoint refuses those above its MaxConcurrency with ThrottlingException: at the peak that is stated,
callers get errors. The latency that is stated is the 99th percentile, and most requests may take less: it is an error
where half of it would be too much as well, and a warning otherwise, or where all that calls the function keeps what
fails, such as a queue.
"""

from collections.abc import Iterator
from typing import Any

from sagewire.limits import SERVERLESS_CONCURRENCY
from sagewire.validator.graph import Graph
from sagewire.validator.loads.demand import (
    Demand,
    buffered,
    concurrency_bound,
    demands,
    more_room,
    path_of,
    severity_above,
)
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for demand in demands(graph):
        words: dict[str, Any] = {"said": demand.said, "wanted": demand.at_once, "path": path_of(graph, demand)}
        reached, kept = _reached(graph, demand), buffered(graph, demand.function)
        for variant in demand.endpoint.variants:
            most = variant["ServerlessConfig"]["MaxConcurrency"]
            if most.number is not None and reached > most.number:
                severity = Severity.WARNING if kept else severity_above(reached, most.number)
                room = more_room(demand.at_once)
                yield fault(most, limit=f"at least {demand.at_once}", severity=severity, room=room, **words)


def _reached(graph: Graph, demand: Demand) -> float:
    """Requests at a time, of which there are no more than the function may have calls."""
    bound = concurrency_bound(graph, demand.function)
    return min(demand.concurrency, bound.number) if bound and bound.number is not None else demand.concurrency


RULE = Rule(
    id="SW401",
    title="peak rate is above the concurrency of the serverless endpoint",
    severity=Severity.WARNING,
    why=__doc__,
    source=SERVERLESS_CONCURRENCY.source,
    message="the stated peak, {said}, is {wanted} at a time if each takes as long; the serverless endpoint takes"
    " {found}, and throttles more",
    fix="{room}; or put a queue in between.",
    check=_check,
    wrong=lambda: template(serverless(stated={"latencyMilliseconds": 500}), function(stated={"peakRate": 50})),
    right=lambda: template(serverless(stated={"latencyMilliseconds": 500}), function(stated={"peakRate": 40})),
)
