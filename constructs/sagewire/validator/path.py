"""A path: from what triggers a function, through it, to the model."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sagewire import limits
from sagewire.published_metrics import ASYNCHRONOUS, COMPONENT_HOST, REAL_TIME, SERVERLESS
from sagewire.validator.finding import Hop, PathSummary
from sagewire.validator.graph.carried import carried_by

if TYPE_CHECKING:
    from sagewire.validator.graph import Graph
    from sagewire.validator.graph.direct_call import DirectCall
    from sagewire.validator.graph.endpoint import Endpoint
    from sagewire.validator.graph.function import Function
    from sagewire.validator.graph.model import Model
    from sagewire.validator.graph.way_in import WayIn
    from sagewire.validator.template import Resource, Template

_ANSWERED_WITHIN = {ASYNCHRONOUS: limits.ASYNC_RESPONSE, SERVERLESS: limits.SERVERLESS_RESPONSE}
_CARRIES = {ASYNCHRONOUS: limits.ASYNC_PAYLOAD, SERVERLESS: limits.SERVERLESS_PAYLOAD}
_CALLED = {
    REAL_TIME: "real-time endpoint",
    SERVERLESS: "serverless endpoint",
    ASYNCHRONOUS: "asynchronous endpoint",
    COMPONENT_HOST: "component endpoint",
}


class _Named(ABC):
    """What has a name of the resources that it leads through."""

    @property
    @abstractmethod
    def _graph(self) -> Graph: ...

    @property
    @abstractmethod
    def _parts(self) -> Sequence[Resource]: ...

    @property
    @abstractmethod
    def summary(self) -> PathSummary:
        """The path as reports show it."""

    @property
    def id(self) -> str:
        """Its name in reports: "Api > Function > Endpoint"; with templates' names where another would have the same."""
        plain = self._plain_id
        if plain not in self._graph.view(_shared_ids):
            return plain
        above = [None, *(part.template for part in self._parts)]
        told = [
            "" if part.template is last else f"{part.template.name}: "
            for part, last in zip(self._parts, above, strict=False)
        ]
        return " > ".join(f"{where}{part.logical_id}" for where, part in zip(told, self._parts, strict=True))

    @property
    def _plain_id(self) -> str:
        return " > ".join(part.logical_id for part in self._parts)


@dataclass(frozen=True, kw_only=True, eq=False)
class Path(_Named):
    """One way through the stack. way_in: None where nothing in the templates calls the function."""

    way_in: WayIn | None
    function: Function
    endpoint: Endpoint

    @property
    def _graph(self) -> Graph:
        return self.function.graph

    @property
    def _parts(self) -> Sequence[Resource]:
        first = [self.way_in.resource] if self.way_in else []
        return [*first, self.function.resource, self.endpoint.resource]

    @property
    def answer_limit(self) -> limits.Limit:
        """How long the endpoint's container may take; that of a real-time endpoint where its kind is not known."""
        if self.function.own and self.function.may_stream:
            return limits.REAL_TIME_STREAM
        return _answered_within(self.endpoint)

    @property
    def payload_limit(self) -> limits.Limit:
        """What the endpoint takes, and gives, in bytes; that of a real-time endpoint where its kind is not known."""
        return _carries(self.endpoint)

    @property
    def latency(self) -> float | None:
        """Seconds of the slowest model of the endpoint that the function asks, as stated."""
        stated = [model.latency.number for model in self.function.models_of(self.endpoint)]
        return max((latency / 1000 for latency in stated if latency is not None), default=None)

    @property
    def summary(self) -> PathSummary:
        """The path as reports show it."""
        return PathSummary(id=self.id, hops=self.function.graph.view(_Stations).of(self))

    def before(self) -> Iterator[Hop]:
        """The caller, if it is stated how long it waits, then what triggers the function, and the function."""
        deadline = self.function.deadline.number
        if deadline is not None:
            yield _hop("caller", self.function.resource, seconds=deadline / 1000, stated=True)
        if self.way_in is not None:
            yield _way(self.way_in)
        yield self._function()

    def behind(self) -> Iterator[Hop]:
        """The call, and one after another what stands behind it, down to the models."""
        yield self._call()
        yield _endpoint(self.endpoint, self.answer_limit)
        yield from _models(self.function.models_of(self.endpoint))

    def _function(self) -> Hop:
        way = self.way_in
        event = way is not None and way.asynchronous
        streams = way is not None and way.streams
        return _hop(
            "Lambda function",
            self.function.resource,
            seconds=self.function.timeout,
            request=(limits.LAMBDA_EVENT if event else limits.LAMBDA_PAYLOAD).value,
            response=None if event else (limits.LAMBDA_STREAM if streams else limits.LAMBDA_PAYLOAD).value,
            concurrency=self.function["ReservedConcurrentExecutions"].number,
        )

    def _call(self) -> Hop:
        """All attempts at the endpoint, or the one wait that sagewire's own code has the time for."""
        call = self.function.call
        several = not self.function.own and call.attempts not in (None, 1)
        return _hop(
            f"call, {call.attempts:g} attempts" if several else "call",
            self.function.resource,
            seconds=call.longest,
            stated=not call.stated_wait.absent and not self.function.own,
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class DirectPath(_Named):
    """The way of a REST API that asks an endpoint with no function between them."""

    call: DirectCall
    endpoint: Endpoint

    @property
    def _graph(self) -> Graph:
        return self.call.graph

    @property
    def _parts(self) -> Sequence[Resource]:
        return [self.call.resource, self.endpoint.resource]

    @property
    def summary(self) -> PathSummary:
        """The path as reports show it."""
        call, carried = self.call, limits.REST_API_PAYLOAD.value
        api = _hop(call.kind, call.resource, seconds=call.seconds, request=carried, response=carried)
        endpoint = _endpoint(self.endpoint, _answered_within(self.endpoint))
        return PathSummary(id=self.id, hops=[api, endpoint, *_models(call.models)])


class _Stations:
    """Halves of paths, each made once: a function with many ways in and many endpoints has the product of paths."""

    def __init__(self, _: Graph) -> None:
        self._before: dict[tuple[WayIn | None, Function], list[Hop]] = {}
        self._behind: dict[tuple[Function, Endpoint], list[Hop]] = {}

    def of(self, path: Path) -> list[Hop]:
        """The stations of a path."""
        first, last = (path.way_in, path.function), (path.function, path.endpoint)
        if first not in self._before:
            self._before[first] = list(path.before())
        if last not in self._behind:
            self._behind[last] = list(path.behind())
        return self._before[first] + self._behind[last]


def _shared_ids(graph: Graph) -> frozenset[str]:
    """The names that paths of several templates would have."""
    if len(graph.assembly.templates) == 1:
        return frozenset()
    templates: defaultdict[str, set[tuple[Template, ...]]] = defaultdict(set)
    for path in (*graph.paths, *graph.direct_paths):
        templates[path._plain_id].add(tuple(part.template for part in path._parts))  # noqa: SLF001 - one of us
    return frozenset(name for name, found in templates.items() if len(found) > 1)


def _answered_within(endpoint: Endpoint) -> limits.Limit:
    return _ANSWERED_WITHIN.get(endpoint.kind or "", limits.REAL_TIME_RESPONSE)


def _carries(endpoint: Endpoint) -> limits.Limit:
    return _CARRIES.get(endpoint.kind or "", limits.REAL_TIME_PAYLOAD)


def _endpoint(endpoint: Endpoint, within: limits.Limit) -> Hop:
    carries = _carries(endpoint).value
    return _hop(
        _CALLED.get(endpoint.kind or "", "endpoint"),
        endpoint.resource,
        seconds=within.value,
        request=carries,
        response=None if endpoint.kind == ASYNCHRONOUS else carries,
        concurrency=endpoint.concurrency,
    )


def _models(models: Iterable[Model]) -> Iterator[Hop]:
    for model in models:
        if model.latency.number is not None:
            yield _hop("model", model.resource, seconds=model.latency.number / 1000, stated=True)


def _way(way: WayIn) -> Hop:
    carried = carried_by(way)
    return _hop(
        way.kind,
        way.resource,
        seconds=way.seconds,
        request=carried.request.value if carried.request else None,
        response=carried.response.value if carried.response else None,
        concurrency=way.concurrency,
    )


def _hop(
    kind: str,
    resource: Resource,
    *,
    seconds: float | None,
    request: int | None = None,
    response: int | None = None,
    concurrency: float | None = None,
    stated: bool = False,
) -> Hop:
    return Hop(
        kind=kind,
        template=resource.template.name,
        resource=resource.logical_id,
        seconds=seconds if seconds is None or math.isfinite(seconds) else None,
        request=request,
        response=response,
        concurrency=concurrency,
        stated=stated,
    )
