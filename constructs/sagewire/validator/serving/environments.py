"""Environment variables of what is part of inference, functions and containers, and how large environments are."""

from __future__ import annotations

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.inference import Inference
from sagewire.validator.known import Text
from sagewire.validator.serving.served import containers_in
from sagewire.validator.value import Value


def variables(graph: Graph) -> Iterator[tuple[str, Value]]:
    """Each variable, by its name; it may be unknown what it says."""
    for environment in _environments(graph):
        content = environment.content
        names = content if isinstance(content, dict) else ()
        yield from ((name, environment[name]) for name in names if isinstance(name, str))


def _environments(graph: Graph) -> Iterator[Value]:
    yield from (function.variables for function in graph.view(Inference).functions)
    yield from (container["Environment"] for container in containers_in(graph))


def known(value: Value) -> str:
    """What is known of a text."""
    content = value.content
    if isinstance(content, Text):
        return "".join(part for part in content.parts if isinstance(part, str))
    return value.text or ""


def bytes_of(environment: Value) -> int:
    """Bytes of an environment's names and values, at least: what is not known of them counts nothing."""
    return sum(bytes_in(f"{name}{known(value)}") for name, value in environment.entries.items())


def bytes_in(text: str) -> int:
    """Bytes of a text; JSON may write half of a letter, which is three."""
    return len(text.encode(errors="surrogatepass"))
