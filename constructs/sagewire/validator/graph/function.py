"""Lambda functions, and the endpoints that they ask."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from sagewire import limits
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

if TYPE_CHECKING:
    from sagewire.validator.graph import Graph
    from sagewire.validator.graph.endpoint import Endpoint
    from sagewire.validator.graph.role import Role

FUNCTION = "AWS::Lambda::Function"
_OWN = "SAGEWIRE_"
_NAME = f"{_OWN}ENDPOINT_NAME"


class Function:
    """A function: `AWS::Lambda::Function`."""

    def __init__(self, graph: Graph, resource: Resource) -> None:
        self._graph = graph
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

    @property
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
        return self._graph.role_behind(self["Role"])

    @cached_property
    def named_endpoints(self) -> Sequence[Endpoint]:
        """The endpoints that its environment names."""
        return self._graph.endpoints_in(self.variables)

    @cached_property
    def endpoints(self) -> Sequence[Endpoint]:
        """The endpoints that it asks: those its environment names, else those its role alone may ask.

        A function whose role may invoke nothing, though its policies are all known, asks none: it deploys, or looks.
        """
        role = self.role
        if role is not None and role.whole and not role.invocations:
            return ()
        if self.named_endpoints:
            return self.named_endpoints
        if role is None or len(role.functions) != 1:
            return ()
        return role.invokable

    @property
    def latency(self) -> float | None:
        """Milliseconds of the slowest model that it asks, as stated."""
        stated = [model.latency.number for endpoint in self.endpoints for model in endpoint.models]
        return max((latency for latency in stated if latency is not None), default=None)

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

    @property
    def read_timeout(self) -> float:
        """Seconds that one attempt waits: sagewire's own setting, the one stated, else botocore's default."""
        own = self.variables[f"{_OWN}READ_TIMEOUT"].number
        stated = self.resource.stated["readTimeoutMilliseconds"].number
        if own is not None:
            return own
        return stated / 1000 if stated is not None else limits.BOTOCORE_READ_TIMEOUT.value

    @property
    def attempts(self) -> float:
        """Attempts at one invocation: sagewire's own setting, the one stated, else botocore's default."""
        own = self.variables[f"{_OWN}MAX_ATTEMPTS"].number
        stated = self.resource.stated["attempts"].number
        return next((known for known in (own, stated) if known is not None), limits.BOTOCORE_ATTEMPTS.value)
