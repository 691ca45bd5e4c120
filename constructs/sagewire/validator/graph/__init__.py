"""The inference graph: what the templates' resources are to one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any, TypeVar

from sagewire.limits import Limit
from sagewire.validator.assembly import Assembly
from sagewire.validator.graph.accounts import accounts_by_template
from sagewire.validator.graph.alarm import ALARM, Watch, watches_of
from sagewire.validator.graph.attaching import roles_of
from sagewire.validator.graph.direct_call import DirectCall, direct_calls
from sagewire.validator.graph.endpoint import COMPONENT, CONFIG, ENDPOINT, Endpoint, EndpointConfig, InferenceComponent
from sagewire.validator.graph.function import FUNCTION, Function
from sagewire.validator.graph.meant import meant
from sagewire.validator.graph.model import MODEL, Model
from sagewire.validator.graph.names import Names
from sagewire.validator.graph.queue import MAPPING, QUEUE, Queue
from sagewire.validator.graph.queue import Mapping as QueueMapping
from sagewire.validator.graph.role import ROLE, Role
from sagewire.validator.graph.scaling import TARGET, ScalableTarget
from sagewire.validator.graph.way_in import WayIn, ways_in
from sagewire.validator.path import DirectPath, Path
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

_Node = TypeVar("_Node")
_PARTED = (Endpoint, EndpointConfig, Function, Model, Role)
# What stands for a function where it is called.
_QUALIFIED = ("AWS::Lambda::Alias", "AWS::Lambda::Version")


class Graph:
    """What the templates' resources are to one another.

    An edge is a reference, an export, an environment variable, a statement of a policy or an ARN put together, or a
    plain name where one resource alone has it. What an Fn::If picks, whose condition is not known, is none:
    `Value.mentions` tells what a value may name.
    """

    def __init__(
        self,
        assembly: Assembly,
        *,
        region: str | None = None,
        quotas: Mapping[str, int] | None = None,
        today: date | None = None,
    ) -> None:
        self.assembly = assembly
        self.region = region
        self.today = today or datetime.now(UTC).date()
        self._quotas = dict(quotas or {})
        self._views: dict[Callable[[Graph], Any], Any] = {}

    def forget(self) -> None:
        """Part what is in memory for much longer where it holds one another: nodes, templates and resources."""
        for nodes in [held for held in vars(self).values() if isinstance(held, dict)]:
            for node in nodes.values():
                if isinstance(node, _PARTED):
                    vars(node).clear()
        self.assembly.forget()
        vars(self).clear()

    def of_type(self, *types: str) -> list[Resource]:
        """All resources of these types."""
        return self.assembly.of_type(*types)

    def quota(self, limit: Limit, name: str) -> tuple[int, bool]:
        """An adjustable limit, and whether it is the user's own figure: `Validator(quotas={name: ...})`."""
        return self._quotas.get(name, limit.value), name in self._quotas

    def view(self, made: Callable[[Graph], _Node]) -> _Node:
        """What `made` tells of the graph, worked out once: an index that only some rules need."""
        if made not in self._views:
            self._views[made] = made(self)
        view: _Node = self._views[made]
        return view

    def region_of(self, resource: Resource) -> str | None:
        """Where a resource is deployed: its template's region, or that of all templates."""
        return resource.template.region or self.region

    def account_of(self, resource: Resource) -> str | None:
        """In which account a resource is deployed: its template's, or that of the roles which it passes."""
        return resource.template.account or self.view(accounts_by_template).get(resource.template)

    @property
    def complete(self) -> bool:
        """Whether the templates hold all of their resources; a macro, such as SAM's, adds some."""
        return all(template.complete for template in self.assembly.templates)

    @cached_property
    def endpoints(self) -> Sequence[Endpoint]:
        """All endpoints."""
        return list(self._endpoints.values())

    @cached_property
    def configs(self) -> Sequence[EndpointConfig]:
        """All endpoint configurations."""
        return list(self._configs.values())

    @cached_property
    def models(self) -> Sequence[Model]:
        """All models."""
        return list(self._models.values())

    @cached_property
    def components(self) -> Sequence[InferenceComponent]:
        """All inference components."""
        return list(self._components.values())

    @cached_property
    def functions(self) -> Sequence[Function]:
        """All functions."""
        return list(self._functions.values())

    @cached_property
    def invokers(self) -> Sequence[Function]:
        """The functions that ask an endpoint of the templates."""
        return [function for function in self.functions if function.endpoints]

    @cached_property
    def roles(self) -> Sequence[Role]:
        """All roles."""
        return list(self._roles.values())

    @cached_property
    def queues(self) -> Sequence[Queue]:
        """All queues."""
        return list(self._queues.values())

    @cached_property
    def mappings(self) -> Sequence[QueueMapping]:
        """All event source mappings."""
        return [QueueMapping(self, resource) for resource in self.of_type(MAPPING)]

    @cached_property
    def mappings_into(self) -> Mapping[Function, Sequence[QueueMapping]]:
        """The event source mappings into each function."""
        found: defaultdict[Function, list[QueueMapping]] = defaultdict(list)
        for mapping in self.mappings:
            if mapping.function is not None:
                found[mapping.function].append(mapping)
        return found

    @cached_property
    def scalable_targets(self) -> Sequence[ScalableTarget]:
        """What is scaled of SageMaker's."""
        targets = [ScalableTarget(self, resource) for resource in self.of_type(TARGET)]
        return [target for target in targets if target["ServiceNamespace"].text == "sagemaker"]

    @cached_property
    def scaled(self) -> Mapping[Endpoint | None, Sequence[ScalableTarget]]:
        """How the variants of each endpoint are scaled; under None, what scales none that is known to be here."""
        found: defaultdict[Endpoint | None, list[ScalableTarget]] = defaultdict(list)
        for target in self.scalable_targets:
            if target.component is None:
                found[target.endpoint].append(target)
        return found

    @cached_property
    def watches(self) -> Sequence[Watch]:
        """All metrics that alarms watch."""
        return [watch for alarm in self.of_type(ALARM) for watch in watches_of(self, alarm)]

    @cached_property
    def ways_in(self) -> Sequence[WayIn]:
        """All ways into the functions."""
        return list(ways_in(self))

    @cached_property
    def ways_into(self) -> Mapping[Function, Sequence[WayIn]]:
        """The ways into each function."""
        found: defaultdict[Function, list[WayIn]] = defaultdict(list)
        for way in self.ways_in:
            found[way.function].append(way)
        return found

    @cached_property
    def paths(self) -> Sequence[Path]:
        """Every way in -> function -> endpoint; a function that nothing calls begins its own."""
        return [
            Path(way_in=way, function=function, endpoint=endpoint)
            for function in self.invokers
            for way in self.ways_into.get(function) or (None,)
            for endpoint in function.endpoints
        ]

    @cached_property
    def direct_calls(self) -> Sequence[DirectCall]:
        """What REST APIs ask SageMaker, with no function between them."""
        return list(direct_calls(self))

    @cached_property
    def direct_paths(self) -> Sequence[DirectPath]:
        """Every REST API -> endpoint."""
        return [DirectPath(call=call, endpoint=call.endpoint) for call in self.direct_calls if call.endpoint]

    def endpoint_behind(self, value: Value | None) -> Endpoint | None:
        """The endpoint whose name, or ARN, the value is."""
        found = self.endpoints_in(value)
        return found[0] if len(found) == 1 else None

    def component_behind(self, value: Value | None) -> InferenceComponent | None:
        """The inference component whose name, or ARN, the value is."""
        found = self.components_in(value)
        return found[0] if len(found) == 1 else None

    def config_behind(self, value: Value) -> EndpointConfig | None:
        """The endpoint configuration whose name the value is."""
        return _only(self._configs, self._behind(value, CONFIG))

    def model_behind(self, value: Value) -> Model | None:
        """The model whose name the value is."""
        return _only(self._models, self._behind(value, MODEL))

    def role_behind(self, value: Value) -> Role | None:
        """The role whose ARN the value is."""
        return _only(self._roles, self._behind(value, ROLE))

    def queue_behind(self, value: Value) -> Queue | None:
        """The queue whose ARN the value is."""
        return _only(self._queues, self._behind(value, QUEUE))

    def endpoints_in(self, value: Value | None) -> list[Endpoint]:
        """The endpoints that a value certainly names anywhere in it."""
        return [self._endpoints[resource] for resource in self._behind(value, ENDPOINT) if resource in self._endpoints]

    def components_in(self, value: Value | None) -> list[InferenceComponent]:
        """The inference components that a value certainly names anywhere in it."""
        return [
            self._components[resource] for resource in self._behind(value, COMPONENT) if resource in self._components
        ]

    def resource_behind(self, value: Value, *types: str) -> Resource | None:
        """The one resource of these types whose name, or ARN, the value is, or is a part of."""
        found = [resource for kind in types for resource in self._behind(value, kind)]
        return found[0] if len(found) == 1 else None

    def functions_in(self, value: Value) -> list[Function]:
        """The functions that a value certainly names anywhere in it, by themselves or by a version or an alias."""
        found = self._behind(value, FUNCTION)
        for resource in meant(value):
            if resource.type in _QUALIFIED:
                found += self._behind(resource["FunctionName"], FUNCTION)
        return [self._functions[resource] for resource in dict.fromkeys(found) if resource in self._functions]

    def _behind(self, value: Value | None, type: str) -> list[Resource]:
        if value is None:
            return []
        found = [resource for resource in meant(value) if resource.type == type]
        return sorted(found, key=_order) or self._names.of(value, type)

    def is_called(self, resource: Resource) -> bool:
        """Whether a resource has a name that its template gives it, by which others may know it."""
        return self._names.is_called(resource)

    @cached_property
    def _names(self) -> Names:
        return Names(self)

    @cached_property
    def _endpoints(self) -> dict[Resource, Endpoint]:
        return self._each(ENDPOINT, lambda resource: Endpoint(self, resource))

    @cached_property
    def _configs(self) -> dict[Resource, EndpointConfig]:
        return self._each(CONFIG, lambda resource: EndpointConfig(self, resource))

    @cached_property
    def _models(self) -> dict[Resource, Model]:
        return self._each(MODEL, Model)

    @cached_property
    def _components(self) -> dict[Resource, InferenceComponent]:
        return self._each(COMPONENT, lambda resource: InferenceComponent(self, resource))

    @cached_property
    def _functions(self) -> dict[Resource, Function]:
        return self._each(FUNCTION, lambda resource: Function(self, resource))

    @cached_property
    def _queues(self) -> dict[Resource, Queue]:
        return self._each(QUEUE, lambda resource: Queue(self, resource))

    @cached_property
    def _roles(self) -> dict[Resource, Role]:
        return roles_of(self)

    def _each(self, type: str, made: Callable[[Resource], _Node]) -> dict[Resource, _Node]:
        return {resource: made(resource) for resource in self.of_type(type)}


def _only(nodes: Mapping[Resource, _Node], found: Sequence[Resource]) -> _Node | None:
    return nodes.get(found[0]) if len(found) == 1 else None


def _order(resource: Resource) -> tuple[str, str]:
    return resource.template.name, resource.logical_id
