"""Who waits for whom: functions for models, and ways in for functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sagewire.limits import REGIONS_WITHOUT_EDGE
from sagewire.validator.graph.api import HTTP_API, REST_API, WEB_SOCKET_API, edge_optimized
from sagewire.validator.path import DirectPath, Path

if TYPE_CHECKING:
    from sagewire.validator.graph import Graph
    from sagewire.validator.graph.direct_call import DirectCall
    from sagewire.validator.graph.function import Function
    from sagewire.validator.graph.way_in import WayIn
    from sagewire.validator.template import Resource

_APIS = (REST_API, HTTP_API, WEB_SOCKET_API)


class Question(NamedTuple):
    """A function that waits for an endpoint's answer.

    path: to the slowest of the models that it asks. latency: that model's seconds; None where none is stated.
    """

    function: Function
    path: Path
    latency: float | None

    @property
    def too_slow_for_the_function(self) -> bool:
        """Whether the function certainly ends before the model has answered."""
        return self.latency is not None and self.function.timeout is not None and self.latency >= self.function.timeout

    @property
    def too_slow_for_the_caller(self) -> bool:
        """Whether the caller is certainly gone before the model has answered."""
        deadline = deadline_of(self.function)
        return self.latency is not None and deadline is not None and self.latency > deadline


class Wait(NamedTuple):
    """A way in that waits for a function which asks an endpoint.

    seconds: for how long. question: what the function waits for itself; None where it is not known to wait.
    """

    function: Function
    way: WayIn
    seconds: float
    question: Question | None

    @property
    def noun(self) -> str:
        """The way in, as a message names it."""
        return with_article(self.way.kind)

    @property
    def path(self) -> Path | None:
        """The way through the stack that it lies on; None where the endpoint is not among the templates."""
        if self.question is not None:
            return self.question.path
        endpoints = self.function.endpoints
        return Path(way_in=self.way, function=self.function, endpoint=endpoints[0]) if endpoints else None


class DirectWait(NamedTuple):
    """A REST API that waits for an endpoint's answer itself. seconds: for how long."""

    call: DirectCall
    path: DirectPath
    seconds: float

    @property
    def noun(self) -> str:
        """The API, as a message names it."""
        return with_article(self.call.kind)


def deadline_of(function: Function) -> float | None:
    """Seconds that its callers wait, as stated."""
    stated = function.deadline.number
    return None if stated is None else stated / 1000


def questions(graph: Graph) -> Sequence[Question]:
    """Each function that waits for an endpoint's answer, once, with the slowest model that it waits for."""
    return graph.view(_questions)


def _questions(graph: Graph) -> Sequence[Question]:
    asked = (question_of(function, next(iter(graph.ways_into.get(function, ())), None)) for function in graph.invokers)
    return [question for question in asked if question is not None]


def question_of(function: Function, way: WayIn | None) -> Question | None:
    """What a function waits for, on the path that begins with this way in."""
    asked = [endpoint for endpoint in function.endpoints if endpoint.answers]
    paths = [Path(way_in=way, function=function, endpoint=endpoint) for endpoint in asked]
    if not paths:
        return None
    path = max(paths, key=lambda each: each.latency or 0)
    return Question(function=function, path=path, latency=path.latency)


def waits(graph: Graph, *kinds: str) -> Iterator[Wait]:
    """Of the ways in of these kinds that wait for an answer, the one into each asking function that gives up first."""
    for function in graph.functions:
        if not function.asks:
            continue
        ways = graph.ways_into.get(function, ())
        waiting = [way for way in ways if way.kind in kinds and way.seconds is not None]
        if waiting:
            first = min(waiting, key=lambda way: way.seconds or 0)
            assert first.seconds is not None
            question = question_of(function, first)
            yield Wait(function=function, way=first, seconds=first.seconds, question=question)


def direct_waits(graph: Graph) -> Iterator[DirectWait]:
    """The REST APIs that certainly wait for an endpoint's answer, a time that is known."""
    for path in graph.direct_paths:
        call = path.call
        if call.waits and call.seconds is not None:
            yield DirectWait(call=call, path=path, seconds=call.seconds)


def wait_before(graph: Graph, function: Function) -> WayIn | None:
    """Of the ways into a function that wait for it a known time, the one that gives up first."""
    ways = graph.ways_into.get(function, ())
    return min((way for way in ways if way.seconds), key=lambda way: way.seconds or 0, default=None)


def waits_unknown(graph: Graph, function: Function) -> bool:
    """Whether an API waits for the function, and it is not known how long."""
    ways = graph.ways_into.get(function, ())
    waiting = [way for way in ways if way.kind in _APIS and not way.asynchronous and not way.streams]
    return any(way.seconds is None for way in waiting)


def edge_optimized_there(graph: Graph, api: Resource | None) -> bool:
    """Whether a REST API is certainly edge-optimized, which none is in some regions."""
    return api is not None and bool(edge_optimized(api)) and graph.region_of(api) not in REGIONS_WITHOUT_EDGE.values


def with_article(kind: str) -> str:
    """ "an HTTP API", "a REST API"."""
    return f"{'an' if kind == HTTP_API else 'a'} {kind}"


def shown(seconds: float) -> str:
    """A time as messages say it: "4.5 s"."""
    return f"{seconds:.10g} s"
