"""A path: from what triggers a function, through it, to the model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sagewire import limits
from sagewire.published_metrics import ASYNCHRONOUS, SERVERLESS
from sagewire.validator.finding import Hop, PathSummary

if TYPE_CHECKING:
    from sagewire.validator.graph.endpoint import Endpoint
    from sagewire.validator.graph.function import Function
    from sagewire.validator.graph.way_in import WayIn

_ANSWERED_WITHIN = {ASYNCHRONOUS: limits.ASYNC_RESPONSE, SERVERLESS: limits.SERVERLESS_RESPONSE}
_CARRIES = {ASYNCHRONOUS: limits.ASYNC_PAYLOAD, SERVERLESS: limits.SERVERLESS_PAYLOAD}


@dataclass(frozen=True, kw_only=True, eq=False)
class Path:
    """One way through the stack. way_in: None where nothing in the templates calls the function."""

    way_in: WayIn | None
    function: Function
    endpoint: Endpoint

    @property
    def id(self) -> str:
        """Its name in reports: "Api > Function > Endpoint"."""
        first = [self.way_in.resource] if self.way_in else []
        return " > ".join(part.logical_id for part in (*first, self.function.resource, self.endpoint.resource))

    @property
    def answer_limit(self) -> limits.Limit:
        """How long the endpoint's container may take; that of a real-time endpoint where its kind is not known."""
        return _ANSWERED_WITHIN.get(self.endpoint.kind or "", limits.REAL_TIME_RESPONSE)

    @property
    def payload_limit(self) -> limits.Limit:
        """What the endpoint takes, and gives, in bytes; that of a real-time endpoint where its kind is not known."""
        return _CARRIES.get(self.endpoint.kind or "", limits.REAL_TIME_PAYLOAD)

    @property
    def latency(self) -> float | None:
        """Seconds of the endpoint's slowest model, as stated."""
        stated = [model.latency.number for model in self.endpoint.models]
        return max((latency / 1000 for latency in stated if latency is not None), default=None)

    @cached_property
    def summary(self) -> PathSummary:
        """The path as reports show it."""
        return PathSummary(id=self.id, hops=list(self._hops()))

    def _hops(self) -> Iterator[Hop]:
        function, endpoint = self.function, self.endpoint
        if self.way_in is not None:
            way = self.way_in.resource
            yield Hop(
                kind=self.way_in.kind, template=way.template.name, resource=way.logical_id, seconds=self.way_in.seconds
            )
        yield Hop(
            kind="Lambda function",
            template=function.resource.template.name,
            resource=function.resource.logical_id,
            seconds=function.timeout,
            concurrency=function["ReservedConcurrentExecutions"].number,
        )
        yield Hop(
            kind=f"{_KINDS.get(endpoint.kind or '', '')} endpoint".strip(),
            template=endpoint.resource.template.name,
            resource=endpoint.resource.logical_id,
            seconds=self.answer_limit.value,
            request=self.payload_limit.value,
            response=self.payload_limit.value,
        )
        for model in endpoint.models:
            if model.latency.number is not None:
                yield Hop(
                    kind="model",
                    template=model.resource.template.name,
                    resource=model.resource.logical_id,
                    seconds=model.latency.number / 1000,
                    stated=True,
                )


_KINDS = {"RealTime": "real-time", "Serverless": "serverless", "Asynchronous": "asynchronous", "Component": "component"}
