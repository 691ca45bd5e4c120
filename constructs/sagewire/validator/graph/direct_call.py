"""What REST APIs ask SageMaker themselves, with no function between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sagewire.published_metrics import ASYNCHRONOUS
from sagewire.validator.graph.api import REST_API, Integration, certain_role, integrations
from sagewire.validator.graph.endpoint import ENDPOINT
from sagewire.validator.graph.role import INVOKE, INVOKE_ASYNC, INVOKE_STREAM
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

if TYPE_CHECKING:
    from sagewire.validator.graph import Graph
    from sagewire.validator.graph.endpoint import Endpoint
    from sagewire.validator.graph.model import Model
    from sagewire.validator.graph.role import Role

_AT_ONCE = "invocations"
_LATER = "async-invocations"
# How the address ends that an API calls, and which action of IAM's that is.
_ACTIONS = {
    _AT_ONCE: INVOKE,
    _LATER: INVOKE_ASYNC,
    "invocations-response-stream": INVOKE_STREAM,
}
_HEADER = "integration.request.header."
# How a template of API Gateway's sets a header.
_OVERRIDES = "requestOverride"
_ASKED = re.compile(
    rf"arn:[^:]*:apigateway:[^:]*:runtime\.sagemaker:path//?endpoints/(?P<name>[^:/]+)/(?P<how>{'|'.join(_ACTIONS)})"
)


@dataclass(frozen=True, kw_only=True, eq=False)
class DirectCall:
    """What an integration of a REST API asks SageMaker.

    how: "invocations" or the like, as the address that it calls ends. endpoint: None where it is not one of the
    templates'. called: that endpoint, as a message names it.
    """

    graph: Graph
    integration: Integration
    how: str
    endpoint: Endpoint | None
    called: str

    @property
    def kind(self) -> str:
        """What calls: "REST API"."""
        return self.integration.kind

    @property
    def resource(self) -> Resource:
        """The method, or the API in whose document it stands."""
        return self.integration.uri.owner

    @property
    def action(self) -> str:
        """What is done, as IAM names it."""
        return _ACTIONS[self.how]

    @property
    def action_taken(self) -> str:
        """What has to be allowed once the address fits the endpoint's kind."""
        return _ACTIONS[self.how_taken]

    @property
    def seconds(self) -> float | None:
        """How long the API waits; None if that is not known."""
        return self.integration.seconds

    @property
    def how_taken(self) -> str:
        """How the address has to end by the endpoint's kind; as it does, where the kind is not known."""
        kind = self.endpoint.kind if self.endpoint else None
        if kind is None:
            return self.how
        if kind == ASYNCHRONOUS:
            return _LATER
        return _AT_ONCE if self.how == _LATER else self.how

    def sends(self, header: str) -> bool:
        """Whether it may send a header: by its parameters, or by a template. No other of its caller's is passed on."""
        parameters, templates = self.integration.parameters, self.integration.templates
        if parameters is None or templates is None or not (parameters.complete and templates.complete):
            return True
        named = f"{_HEADER}{header}".lower()
        mapped = any(part.name.lower() == named and not part.absent for part in parameters.parts)
        return mapped or any(_OVERRIDES in (part.text or _OVERRIDES) for part in templates.parts if not part.absent)

    @property
    def waits(self) -> bool:
        """Whether the API certainly waits for the model's whole answer."""
        return self.how == _AT_ONCE and self.endpoint is not None and self.endpoint.answers

    @cached_property
    def role(self) -> Role | None:
        """As whom it asks, where that is certain and among the templates."""
        return certain_role(self.graph, self.integration)

    @cached_property
    def models(self) -> Sequence[Model]:
        """The models that it may ask; none where the endpoint has several components, any of which may be asked."""
        endpoint = self.endpoint
        if endpoint is None or len(endpoint.components) > 1:
            return ()
        return endpoint.models

    @property
    def latency(self) -> float | None:
        """Seconds of the slowest of these models, as stated."""
        stated = [model.latency.number for model in self.models]
        return max((latency / 1000 for latency in stated if latency is not None), default=None)


def direct_calls(graph: Graph) -> Iterator[DirectCall]:
    """All of the templates, whether it is known which endpoint they ask or not."""
    for integration in integrations(graph):
        found = _ASKED.fullmatch(integration.uri.pattern or "") if integration.kind == REST_API else None
        if found is None:
            continue
        endpoint = _endpoint(graph, integration.uri, found["name"])
        called = endpoint.resource.logical_id if endpoint else found["name"]
        yield DirectCall(graph=graph, integration=integration, how=found["how"], endpoint=endpoint, called=called)


def _endpoint(graph: Graph, uri: Value, name: str) -> Endpoint | None:
    """The endpoint of which the name stands there, and not one whose name is only a part of that."""
    refers = any(resource.type == ENDPOINT for resource in uri.mentions)
    return None if refers and name != "*" else graph.endpoint_behind(uri)
