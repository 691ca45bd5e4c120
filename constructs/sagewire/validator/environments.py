"""Environment variables of what is part of inference: of functions, and of the containers of models."""

from __future__ import annotations

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.inference import Inference
from sagewire.validator.value import Value


def variables(graph: Graph) -> Iterator[tuple[str, Value]]:
    """Each variable, by its name; it may be unknown what it says."""
    for environment in _environments(graph):
        content = environment.content
        names = content if isinstance(content, dict) else ()
        yield from ((name, environment[name]) for name in names if isinstance(name, str))


def _environments(graph: Graph) -> Iterator[Value]:
    inference = graph.view(Inference).functions
    yield from (function.variables for function in graph.functions if function in inference)
    yield from (container["Environment"] for model in graph.models for container in model.containers)
    for component in graph.components:
        yield component.resource["Specification"]["Container"]["Environment"]
