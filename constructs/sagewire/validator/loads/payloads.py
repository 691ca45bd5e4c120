"""How large what is asked, and answered, is on its way, by what is stated of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from sagewire.limits import LAMBDA_PAYLOAD
from sagewire.validator.graph import Graph
from sagewire.validator.graph.way_in import (
    HTTP_API,
    LOAD_BALANCER,
    PIPE,
    REST_API,
    SCHEDULE,
    URL,
    WEB_SOCKET_API,
    WayIn,
)
from sagewire.validator.path import Path
from sagewire.validator.rule import Fault, fault
from sagewire.validator.severity import Severity
from sagewire.validator.value import Value

Size = Callable[[Path], Value]

# By these a client sends what the endpoint is asked; by others it may send where that lies.
_CLIENTS = frozenset({URL, HTTP_API, REST_API, WEB_SOCKET_API, LOAD_BALANCER})
_EVENT = "eventBytes"
# Base64 writes three bytes as four characters.
_BYTES, _CHARACTERS = 3, 4


def paths_to(graph: Graph, *kinds: str) -> Iterator[Path]:
    """For each function that asks an endpoint of these kinds, one way to such an endpoint."""
    for function in graph.invokers:
        asked = next((endpoint for endpoint in function.endpoints if endpoint.kind in kinds), None)
        if asked is not None:
            yield Path(way_in=next(iter(graph.ways_into.get(function, ())), None), function=function, endpoint=asked)


def paths_by(graph: Graph, *ways: str) -> Iterator[tuple[Path, WayIn]]:
    """For each function of which it is known what comes to it, the ways into it of these kinds.

    What an asynchronous endpoint is asked may lie in a bucket, and none of it may come by the way in, unless it is
    stated how much does.
    """
    for function in graph.invokers:
        told = function.resource.stated[_EVENT].present
        answering = next((endpoint for endpoint in function.endpoints if endpoint.answers), None)
        endpoint = answering or (function.endpoints[0] if told else None)
        for way in graph.ways_into.get(function, ()) if endpoint else ():
            if endpoint and way.kind in ways:
                yield Path(way_in=way, function=function, endpoint=endpoint), way


def once(faults: Iterable[Fault]) -> Iterator[Fault]:
    """One of the faults at each place, where several ways lead to it: the first of the worst."""
    kept: dict[object, Fault] = {}
    for found in faults:
        held = kept.get(found.at)
        if held is None or (held.severity is not Severity.ERROR and found.severity is Severity.ERROR):
            kept[found.at] = found
    yield from kept.values()


def asked(path: Path) -> Value:
    """Bytes that the endpoint is asked."""
    return path.function.request


def answered(path: Path) -> Value:
    """Bytes that the endpoint answers."""
    return path.function.response


def brought(path: Path) -> Value:
    """Bytes that come by the way in: as many as the endpoint is asked, unless it is stated that they are others."""
    stated = path.function.resource.stated[_EVENT]
    return asked(path) if stated.absent else stated


def exchanged(path: Path) -> Iterator[tuple[str, Value]]:
    """What goes by the way in, and what it is called: what comes, and the answer of an endpoint that gives one."""
    yield called(brought(path)), brought(path)
    if path.endpoint.answers:
        yield "responses", answered(path)


def called(size: Value) -> str:
    """What a message calls that of which this is the size."""
    return "events" if states_event(size) else "requests"


def states_event(size: Value) -> bool:
    """Whether it is stated how much comes by the way in, apart from what is asked."""
    return size.name == _EVENT


def certainty(path: Path, size: Value) -> Severity:
    """How sure it is that so much goes by the way in.

    A queue, or an event, often tells only where a request lies, and what is stated of events may come by another way.
    """
    by_client = path.way_in is not None and path.way_in.kind in _CLIENTS
    ways = path.function.graph.ways_into.get(path.function, ())
    alone = all(way is path.way_in or way.kind == SCHEDULE for way in ways)
    return Severity.ERROR if by_client or (states_event(size) and alone) else Severity.WARNING


def above(graph: Graph, most: float, size: Size, *kinds: str) -> Iterator[Fault]:
    """What is larger than endpoints of these kinds take, or pass on."""
    for path in paths_to(graph, *kinds):
        stated = size(path)
        if stated.number is not None and stated.number > most:
            yield fault(stated, stated.number, path=path, endpoint=path.endpoint.resource.logical_id)


def above_lambda(graph: Graph, size: Size) -> Iterator[tuple[WayIn, Fault]]:
    """What is larger than Lambda hands on to who waits, and the way that it goes."""
    for path, way in paths_by(graph, URL, HTTP_API, REST_API, PIPE):
        stated = size(path)
        severity = passes(stated, LAMBDA_PAYLOAD.value)
        # What goes through a pipe is JSON as it is.
        if severity is None or way.asynchronous or (way.kind == PIPE and severity is Severity.WARNING):
            continue
        grown = binary(stated, severity)
        severity = certainty(path, stated) if severity is Severity.ERROR else severity
        words = {"what": called(stated), "way": way.resource.logical_id, "grown": grown}
        yield way, fault(stated, stated.number, path=path, severity=severity, **words)


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
