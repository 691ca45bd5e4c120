"""Which models a configuration runs, and what such models are like, as far as a kind of endpoint asks for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sagewire.limits import MARKETPLACE_ACCOUNTS
from sagewire.validator.graph import Graph
from sagewire.validator.graph.endpoint import EndpointConfig, InferenceComponent, Variant
from sagewire.validator.graph.model import Model
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

_PACKAGE = re.compile(r"arn:[^:]*:sagemaker:[^:]*:([^:]*):model-package/.+")


def variants_in(graph: Graph) -> Iterator[Variant]:
    """All variants, shadow variants among them."""
    for config in graph.configs:
        yield from config.all_variants


def containers_in(graph: Graph) -> Iterator[Value]:
    """All containers: those of models, and those that inference components have of their own."""
    for model in graph.models:
        yield from model.containers
    for component in graph.components:
        yield component.resource["Specification"]["Container"]


def models_of(graph: Graph, config: EndpointConfig) -> Sequence[Model]:
    """The models of its variants, its shadow variants and their instance pools, each once."""
    found = (model for variant in config.all_variants for model in _models_of(graph, variant))
    return list(dict.fromkeys(found))


def models_served(graph: Graph, kind: str) -> Sequence[Model]:
    """The models that some configuration of a kind runs, each once."""
    found = (model for config in graph.configs if config.kind == kind for model in models_of(graph, config))
    return list(dict.fromkeys(found))


def config_under(component: InferenceComponent) -> EndpointConfig | None:
    """The configuration that an inference component certainly is placed on, with all of its variants known."""
    endpoint = component.endpoint
    config = endpoint.config if endpoint else None
    if endpoint is None or config is None or not config.whole:
        return None
    certain = component.resource["EndpointName"].present and endpoint.resource["EndpointConfigName"].present
    return config if certain else None


def resources_of(graph: Graph, kind: str) -> Sequence[Resource]:
    """The configurations of a kind, and the models that they run."""
    configs = [config.resource for config in graph.configs if config.kind == kind]
    return [*configs, *(model.resource for model in models_served(graph, kind))]


def captures(config: EndpointConfig) -> Value | None:
    """Where it says that requests or answers are captured; that is on where nothing is said about it."""
    capture = config.resource["DataCaptureConfig"]
    enabled = capture["EnableCapture"]
    return capture if capture.present and (enabled.absent or enabled.flag) else None


def multi_model(model: Model) -> Value | None:
    """Where it says that a container of it holds many models."""
    return next((container["Mode"] for container in model.containers if container["Mode"].text == "MultiModel"), None)


def several_containers(model: Model) -> Value | None:
    """Its containers, where there certainly are several."""
    containers = model.resource["Containers"]
    return containers if len(containers.elements) > 1 else None


def pipeline(model: Model) -> Value | None:
    """Its containers, where each certainly gets what the one before it answered."""
    mode = model.resource["InferenceExecutionConfig"]["Mode"]
    return several_containers(model) if mode.absent or mode.text == "Serial" else None


def marketplace_package(model: Model) -> Value | None:
    """Where it names a package of AWS Marketplace."""
    named = (container["ModelPackageName"] for container in model.containers)
    return next((package for package in named if _account_of(package) in MARKETPLACE_ACCOUNTS.values), None)


def private_registry(model: Model) -> Value | None:
    """Where it says that an image comes from a registry of one's own, in a VPC."""
    modes = (container["ImageConfig"]["RepositoryAccessMode"] for container in model.containers)
    return next((mode for mode in modes if mode.text == "Vpc"), None)


def _models_of(graph: Graph, variant: Variant) -> Iterator[Model]:
    named = [pool["ModelNameOverride"] for pool in variant["InstancePools"].elements]
    for name in (variant["ModelName"], *named):
        # Of a choice that is open, one branch is not yet the model.
        model = None if name.unknown else graph.model_behind(name)
        if model is not None:
            yield model


def _account_of(package: Value) -> str | None:
    arn = _PACKAGE.fullmatch(package.pattern or "")
    return arn[1] if arn else None
