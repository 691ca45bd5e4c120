"""Endpoints, what they run, and of which kind they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sagewire.published_metrics import ASYNCHRONOUS, COMPONENT_HOST, REAL_TIME, SERVERLESS
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

if TYPE_CHECKING:
    from sagewire.validator.graph import Graph
    from sagewire.validator.graph.model import Model

ENDPOINT = "AWS::SageMaker::Endpoint"
CONFIG = "AWS::SageMaker::EndpointConfig"
COMPONENT = "AWS::SageMaker::InferenceComponent"


class Variant:
    """A production variant, or a shadow variant, of a configuration."""

    def __init__(self, graph: Graph, config: EndpointConfig, value: Value) -> None:
        self._graph = graph
        self.config = config
        self.value = value

    def __getitem__(self, name: str) -> Value:
        """A property of the variant."""
        return self.value[name]

    @property
    def name(self) -> str | None:
        """Its name; AWS's default where it is left out is not known here."""
        return self["VariantName"].text

    @property
    def serverless(self) -> bool | None:
        """Whether it has no instances of its own."""
        settings = self["ServerlessConfig"]
        return None if settings.unknown else settings.present

    @cached_property
    def model(self) -> Model | None:
        """The model that it runs, if it is among the templates."""
        return self._graph.model_behind(self["ModelName"])


class EndpointConfig:
    """A configuration: `AWS::SageMaker::EndpointConfig`."""

    def __init__(self, graph: Graph, resource: Resource) -> None:
        self.resource = resource
        self.variants = [Variant(graph, self, value) for value in resource["ProductionVariants"].elements]
        self.shadows = [Variant(graph, self, value) for value in resource["ShadowProductionVariants"].elements]

    @property
    def all_variants(self) -> Sequence[Variant]:
        """Its variants, shadow variants among them."""
        return (*self.variants, *self.shadows)

    @property
    def whole(self) -> bool:
        """Whether all of its variants are known to be these."""
        return self.resource["ProductionVariants"].complete and self.resource["ShadowProductionVariants"].complete

    @cached_property
    def kind(self) -> str | None:
        """SERVERLESS, ASYNCHRONOUS, COMPONENT_HOST or REAL_TIME of `published_metrics`; None if it cannot be told."""
        serverless = {variant.serverless for variant in self.variants}
        if True in serverless:
            return SERVERLESS
        asynchronous = self.resource["AsyncInferenceConfig"]
        if not self.variants or not self.whole or None in serverless or asynchronous.unknown:
            return None
        if asynchronous.present:
            return ASYNCHRONOUS
        if all(variant["ModelName"].absent for variant in self.variants):
            return COMPONENT_HOST
        return REAL_TIME if all(variant["ModelName"].present for variant in self.variants) else None


class Endpoint:
    """An endpoint: `AWS::SageMaker::Endpoint`."""

    def __init__(self, graph: Graph, resource: Resource) -> None:
        self._graph = graph
        self.resource = resource

    @cached_property
    def config(self) -> EndpointConfig | None:
        """Its configuration, if it is among the templates."""
        return self._graph.config_behind(self.resource["EndpointConfigName"])

    @property
    def kind(self) -> str | None:
        """SERVERLESS, ASYNCHRONOUS, COMPONENT_HOST or REAL_TIME of `published_metrics`; None if it cannot be told."""
        return self.config.kind if self.config else None

    @property
    def answers(self) -> bool:
        """Whether who invokes it certainly waits for the model's answer: of an asynchronous endpoint nobody does."""
        return self.kind in (REAL_TIME, SERVERLESS, COMPONENT_HOST)

    @property
    def variants(self) -> Sequence[Variant]:
        """Its production variants, as far as they are known."""
        return self.config.variants if self.config else ()

    @property
    def concurrency(self) -> float | None:
        """How many invocations a serverless endpoint takes at a time; None for one with instances."""
        bounds = [variant["ServerlessConfig"]["MaxConcurrency"].number for variant in self.variants]
        return sum(bound for bound in bounds if bound is not None) or None

    @cached_property
    def models(self) -> Sequence[Model]:
        """What it runs: the models of its variants, and of its inference components."""
        of_variants = [variant.model for variant in self.variants]
        of_components = [component.model for component in self.components]
        return [model for model in (*of_variants, *of_components) if model is not None]

    @cached_property
    def components(self) -> Sequence[InferenceComponent]:
        """The inference components that are placed on it."""
        return [component for component in self._graph.components if component.endpoint is self]


@dataclass(frozen=True, eq=False)
class InferenceComponent:
    """An inference component: `AWS::SageMaker::InferenceComponent`."""

    graph: Graph
    resource: Resource

    @cached_property
    def endpoint(self) -> Endpoint | None:
        """Where it is placed."""
        return self.graph.endpoint_behind(self.resource["EndpointName"])

    @cached_property
    def model(self) -> Model | None:
        """What it runs."""
        return self.graph.model_behind(self.resource["Specification"]["ModelName"])

    @property
    def requirements(self) -> Value:
        """What each of its copies asks for."""
        return self.resource["Specification"]["ComputeResourceRequirements"]

    @property
    def copies(self) -> Value:
        """How many copies of it there are."""
        return self.resource["RuntimeConfig"]["CopyCount"]
