"""Lambda functions, and the endpoints that they ask."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from sagewire import limits
from sagewire.validator.graph.call import Call
from sagewire.validator.graph.endpoint import ENDPOINT
from sagewire.validator.graph.meant import meant, meant_wholly
from sagewire.validator.graph.role import INVOKE_STREAM
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

if TYPE_CHECKING:
    from sagewire.validator.graph import Graph
    from sagewire.validator.graph.endpoint import Endpoint, InferenceComponent
    from sagewire.validator.graph.model import Model
    from sagewire.validator.graph.role import Role

FUNCTION = "AWS::Lambda::Function"
_OWN = "SAGEWIRE_"
_NAME = f"{_OWN}ENDPOINT_NAME"
_VARIANT = f"{_OWN}TARGET_VARIANT"
_STREAM = f"{_OWN}STREAM"


class Function:
    """A function: `AWS::Lambda::Function`."""

    def __init__(self, graph: Graph, resource: Resource) -> None:
        self.graph = graph
        self.resource = resource

    def __getitem__(self, name: str) -> Value:
        """A property of the function."""
        return self.resource[name]

    @property
    def timeout(self) -> float | None:
        """Seconds."""
        timeout = self["Timeout"]
        return limits.LAMBDA_DEFAULT_TIMEOUT.value if timeout.absent else timeout.number

    @property
    def memory(self) -> float | None:
        """MiB."""
        memory = self["MemorySize"]
        return limits.LAMBDA_DEFAULT_MEMORY.value if memory.absent else memory.number

    @cached_property
    def variables(self) -> Value:
        """Its environment."""
        return self["Environment"]["Variables"]

    @property
    def managed_instances(self) -> bool | None:
        """Whether it runs on Lambda Managed Instances, whose limits are others."""
        provider = self["CapacityProviderConfig"]
        return None if provider.unknown else provider.present

    @property
    def own(self) -> bool:
        """Whether its code is sagewire's invoker, whose waits and attempts stand in its environment."""
        return self.variables[_NAME].present

    @cached_property
    def role(self) -> Role | None:
        """Its role, if it is among the templates."""
        return self.graph.role_behind(self["Role"])

    @property
    def certain_role(self) -> Role | None:
        """Its role, where it certainly runs as that: not if the role is part of what could not be evaluated."""
        return self.role if self["Role"].present else None

    @cached_property
    def named_endpoints(self) -> Sequence[Endpoint]:
        """The endpoints that its environment names.

        A plain name is one in a variable of that kind, or of a function that may ask: "prod" names much besides.
        """
        content = self.variables.content
        names = [name for name in content if isinstance(name, str)] if isinstance(content, dict) else []
        asks = self.role is not None and bool(self.role.invocations)
        found = [
            endpoint
            for name in names
            for endpoint in self.graph.endpoints_in(self.variables[name])
            if _is_endpoint(self.variables[name], endpoint, by_name=asks or "ENDPOINT" in name.upper())
        ]
        return sorted(dict.fromkeys(found), key=lambda one: (one.resource.template.name, one.resource.logical_id))

    @cached_property
    def _named_components(self) -> Sequence[InferenceComponent]:
        return self.graph.components_in(self.variables)

    @cached_property
    def endpoints(self) -> Sequence[Endpoint]:
        """The endpoints that it asks: those its environment names, else those its role alone may ask.

        A function whose role may invoke nothing, though its policies are all known, asks none: it deploys, or looks.
        None is certain where its environment names one on a condition that is open.
        """
        role = self.role
        if role is not None and role.whole and not role.invocations:
            return ()
        if self.named_endpoints:
            return self.named_endpoints
        if role is None or len(role.functions) != 1 or self._may_name_another:
            return ()
        return role.invokable

    @property
    def _may_name_another(self) -> bool:
        open_to = self.variables.mentions - meant(self.variables)
        return any(resource.type == ENDPOINT for resource in open_to)

    @property
    def asks(self) -> bool:
        """Whether it asks an endpoint: one of the templates, or one elsewhere that its own role may invoke."""
        role = self.role
        if self.endpoints:
            return True
        return role is not None and len(role.functions) == 1 and any(one.names_invocation for one in role.invocations)

    def models_of(self, endpoint: Endpoint) -> Sequence[Model]:
        """The models of an endpoint that it asks: all, but for those of other components, or of other variants.

        Nothing where the endpoint has several components, and it is not known which of them is asked.
        """
        variant = self.variables[_VARIANT].text
        if variant is not None:
            return [named.model for named in endpoint.variants if named.name == variant and named.model is not None]
        named = [component for component in self._named_components if component.endpoint is endpoint]
        asked = named or endpoint.components
        if not asked:
            return endpoint.models
        return [component.model for component in asked if component.model] if named or len(asked) == 1 else ()

    @property
    def latency(self) -> float | None:
        """Milliseconds of the slowest model that it asks, as stated."""
        stated = [model.latency.number for endpoint in self.endpoints for model in self.models_of(endpoint)]
        return max((latency for latency in stated if latency is not None), default=None)

    @property
    def may_stream(self) -> bool:
        """Whether it may have answers streamed, as far as is known: then they may take longer."""
        if self.own:
            return not self.variables[_STREAM].absent
        role = self.role
        return role is None or not role.whole or any(allowed.covers(INVOKE_STREAM) for allowed in role.invocations)

    @cached_property
    def call(self) -> Call:
        """How it asks, how long it waits and how often it tries."""
        return Call(self)

    @property
    def times_told(self) -> bool:
        """Whether anything tells how long an answer takes, or how long it is waited for."""
        return self.latency is not None or self.deadline.number is not None or not self.call.told_wait.absent

    @property
    def deadline(self) -> Value:
        """Milliseconds that its callers wait, as stated."""
        return self.resource.stated["deadlineMilliseconds"]

    @property
    def request(self) -> Value:
        """Bytes of the largest request, as stated."""
        return self.resource.stated["requestBytes"]

    @property
    def response(self) -> Value:
        """Bytes of the largest response, as stated."""
        return self.resource.stated["responseBytes"]

    @property
    def peak_rate(self) -> Value:
        """Calls a second, as stated."""
        return self.resource.stated["peakRate"]


def _is_endpoint(value: Value, endpoint: Endpoint, *, by_name: bool) -> bool:
    """Whether a variable is the name, or the ARN, of an endpoint, and not a text that it is a part of."""
    return meant_wholly(value) is endpoint.resource or (by_name and endpoint.resource not in value.mentions)
