"""AWS's servers of language models, and what the environments of their containers tell them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sagewire.instances import InstanceFacts
from sagewire.validator.graph import Graph
from sagewire.validator.serving.hardware import hosts_of, placements, variant_under
from sagewire.validator.serving.images import Image, image_of
from sagewire.validator.serving.placing import ACCELERATORS
from sagewire.validator.value import Value

# Hugging Face's, which `text-generation-launcher` starts.
TGI = "huggingface-pytorch-tgi-inference"
# DJL Serving, of which AWS's containers for the inference of large models are made.
DJL = "djl-inference"
VLLM = "vllm"
# The variables that say over how many GPUs a model is spread; the first that is set holds. The entry point of TGI's
# image passes SM_NUM_GPUS on as NUM_SHARD, that of vLLM's SM_VLLM_* as the arguments of `vllm serve`, and DJL Serving
# takes OPTION_* for the options of serving.properties.
_SPREAD_OVER: Mapping[str, Sequence[str]] = {
    TGI: ("SM_NUM_GPUS", "NUM_SHARD"),
    DJL: ("OPTION_TENSOR_PARALLEL_DEGREE", "TENSOR_PARALLEL_DEGREE"),
    VLLM: ("SM_VLLM_TENSOR_PARALLEL_SIZE",),
}
# The variables with which it may be meant otherwise: other models on other devices, or several machines.
_UNLESS: Mapping[str, Sequence[str]] = {
    TGI: (),
    DJL: ("SERVING_LOAD_MODELS",),
    VLLM: ("SM_VLLM_DISTRIBUTED_EXECUTOR_BACKEND", "SM_VLLM_NNODES"),
}
# Where DJL Serving may find a serving.properties, which has the last word.
_PROPERTIES_IN = ("ModelDataUrl", "ModelDataSource", "AdditionalModelDataSources", "ModelPackageName")
_MODELS_OF_DJL = ("HF_MODEL_ID", "OPTION_MODEL_ID")
_OF_HUB = re.compile(r"(?!s3:|/)[\w.-]+(?:/[\w.-]+)?")
_VERSION = re.compile(r"-tgi(\d+)\.(\d+)")


class Spread(NamedTuple):
    """A model that is to be spread over GPUs. asked: where it says over how many. room: how many it finds.

    where: what has that many. certain: whether it certainly is to be so, and finds no more.
    """

    asked: Value
    room: int
    where: str
    certain: bool


def server_of(container: Value) -> Image | None:
    """The image of a container that certainly is one of AWS's servers of language models, for GPUs."""
    image = image_of(container["Image"])
    served = image is not None and image.published and image.repository in _SPREAD_OVER
    return image if served and image is not None and image.accelerator == "gpu" else None


def version_of(server: Image) -> tuple[int, int] | None:
    """Which TGI an image of TGI's has: (3, 0); None where its tag does not say."""
    found = _VERSION.search(server.tag or "")
    return (int(found[1]), int(found[2])) if found else None


def spreads(graph: Graph) -> Iterator[Spread]:
    """Every model of such a server that says over how many GPUs it is spread, on every type of instance, once."""
    seen: set[tuple[object, ...]] = set()
    for container, host, reserved in _places(graph):
        spread = _spread(container, host, reserved)
        place = (spread.asked.owner, spread.asked.path, spread.where) if spread else ()
        if spread and place not in seen:
            seen.add(place)
            yield spread


def _spread(container: Value, host: InstanceFacts, reserved: float | None) -> Spread | None:
    asked = _asked(container)
    if asked is None or asked.number is None or host.accelerator != "gpu":
        return None
    room = host.accelerators
    if reserved and reserved < asked.number <= room:
        return Spread(asked=asked, room=int(reserved), where="each copy of the component", certain=False)
    return Spread(asked=asked, room=room, where=host.name, certain=_holds(container))


def _asked(container: Value) -> Value | None:
    server = server_of(container)
    names = _SPREAD_OVER[server.repository or ""] if server else ()
    told = (container["Environment"][name] for name in names)
    return next((value for value in told if not value.absent), None)


def _holds(container: Value) -> bool:
    """Whether certainly nothing else says otherwise."""
    server, environment = server_of(container), container["Environment"]
    repository = server.repository or "" if server else ""
    if not all(environment[name].absent for name in _UNLESS.get(repository, ())):
        return False
    return repository != DJL or _without_properties(container)


def _without_properties(container: Value) -> bool:
    """Whether there certainly is no serving.properties among the files of the model."""
    models = [container["Environment"][name] for name in _MODELS_OF_DJL]
    of_hub = all(model.absent or _OF_HUB.fullmatch(model.text or "") for model in models)
    return of_hub and all(container[name].absent for name in _PROPERTIES_IN)


def _places(graph: Graph) -> Iterator[tuple[Value, InstanceFacts, float | None]]:
    """Each container, the type that it runs on, and how many accelerators each copy reserves, if it does."""
    for placement in placements(graph):
        for container in () if placement.variant["ModelName"].unknown else placement.model.containers:
            yield container, placement.host, None
    for component in graph.components:
        own = component.resource["Specification"]["Container"]
        served = [*(component.model.containers if component.model else ()), own]
        variant = variant_under(component)
        hosts = sorted(hosts_of(variant) if variant else (), key=lambda host: host.accelerators)
        # It is placed where there is room for it.
        for host in hosts[-1:]:
            yield from ((container, host, component.requirements[ACCELERATORS].number) for container in served)
