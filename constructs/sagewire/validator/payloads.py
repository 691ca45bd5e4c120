"""How large what is asked, and answered, is on its way, by what is stated of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.function import Function
from sagewire.validator.graph.way_in import WayIn
from sagewire.validator.path import Path
from sagewire.validator.severity import Severity
from sagewire.validator.value import Value

# Base64 writes three bytes as four characters.
_BYTES, _CHARACTERS = 3, 4


def paths_to(graph: Graph, *kinds: str) -> Iterator[Path]:
    """For each function that asks an endpoint of these kinds, one way to such an endpoint."""
    yield from _first_of_each(graph, lambda path: path.endpoint.kind in kinds)


def paths_by(graph: Graph, *ways: str) -> Iterator[tuple[Path, WayIn]]:
    """For each function that answers what it is asked, one way into it of these kinds.

    What an asynchronous endpoint is asked may lie in a bucket, and none of it may come by the way in.
    """
    for path in _first_of_each(graph, lambda path: _is_by(path, ways)):
        assert path.way_in is not None
        yield path, path.way_in


def _is_by(path: Path, ways: tuple[str, ...]) -> bool:
    return path.way_in is not None and path.way_in.kind in ways and path.endpoint.answers


def _first_of_each(graph: Graph, wanted: Callable[[Path], bool]) -> Iterator[Path]:
    seen: set[Function] = set()
    for path in graph.paths:
        if path.function not in seen and wanted(path):
            seen.add(path.function)
            yield path


def as_base64(size: float) -> int:
    """Characters that so many bytes are in base64."""
    return _CHARACTERS * -(-int(size) // _BYTES)


def passes(size: Value, limit: float) -> Severity | None:
    """How bad it is that something of a stated size has to pass here: as it is, or as base64 if it is no text."""
    if size.number is None:
        return None
    if size.number > limit:
        return Severity.ERROR
    return Severity.WARNING if as_base64(size.number) > limit else None


def binary(size: Value, severity: Severity) -> str:
    """What a message says of bodies that are no text, where only these are too large."""
    grown = as_base64(size.number or 0)
    return f" ({grown:,} B as base64, unless they are text)" if severity is Severity.WARNING else ""


def size_limit(setting: Value, default: float, most: float) -> float:
    """The most that a queue, or a topic, takes by a setting of its own; all that any takes where that is not known."""
    return default if setting.absent else most if setting.number is None else setting.number
