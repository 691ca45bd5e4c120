"""State machines: which of their states call which function, and how long they wait for it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sagewire.validator.known import Reference, Text
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

if TYPE_CHECKING:
    from sagewire.validator.graph import Graph
    from sagewire.validator.graph.function import Function

STATE_MACHINE = "AWS::StepFunctions::StateMachine"
DEFINITIONS = ("DefinitionString", "Definition")
# A reference within the text of a definition: a character that stands in no definition, and what the others stand for.
_MARK = "\ue000"
_DEPTH = 32
_SUBSTITUTED = re.compile(r"\$\{([^${}]+)\}")


@dataclass(frozen=True, kw_only=True, eq=False)
class Task:
    """A state that calls a function.

    at: the definition that it stands in. name: the state's. seconds: how long it waits; None for one that does not say.
    """

    function: Function
    at: Value
    name: str
    seconds: float | None


def tasks_of(graph: Graph, machine: Resource) -> Iterator[Task]:
    """The states of a machine that call a function of the templates, as far as its definition can be read."""
    for definition in DEFINITIONS:
        at = machine[definition]
        marked: dict[str, Resource] = {}
        for name, state in _states(read(at, marked)):
            seconds = state.get("TimeoutSeconds")
            for function in _called(graph, at, state, marked):
                yield Task(function=function, at=at, name=name, seconds=seconds if _is_figure(seconds) else None)


def read(definition: Value, marked: dict[str, Resource]) -> Any:
    """The definition as Python objects, with marks where resources are named."""
    plain = _plain(definition, marked)
    try:
        return json.loads(plain) if isinstance(plain, str) else plain
    except (ValueError, RecursionError):
        return None


def _plain(value: Value, marked: dict[str, Resource], depth: int = 0) -> Any:
    match value.content:
        case dict() if depth < _DEPTH:
            return {name: _plain(entry, marked, depth + 1) for name, entry in value.entries.items()}
        case list() if depth < _DEPTH:
            return [_plain(element, marked, depth + 1) for element in value.elements]
        case Reference() as reference:
            return _mark(reference, marked)
        case Text() as text:
            return "".join(part if isinstance(part, str) else _mark(part, marked) for part in text.parts)
        case str() | bool() | int() | float() as scalar:
            return scalar
    return None


def _mark(part: object, marked: dict[str, Resource]) -> str:
    if not isinstance(part, Reference):
        return "*"
    mark = f"{_MARK}{len(marked)}{_MARK}"
    marked[mark] = part.resource
    return mark


def _states(definition: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """The tasks, wherever they stand: in branches and in maps as well."""
    waiting = [definition]
    while waiting:
        match waiting.pop():
            case {"States": dict() as states, **rest}:
                yield from (
                    (str(name), state)
                    for name, state in states.items()
                    if isinstance(state, dict) and state.get("Type") == "Task"
                )
                waiting += [*states.values(), rest]
            case dict() as entries:
                waiting += entries.values()
            case list() as elements:
                waiting += elements


def _called(graph: Graph, at: Value, state: dict[str, Any], marked: dict[str, Resource]) -> Iterator[Function]:
    """The functions that a state names: as its resource, or as what Lambda's own integration is to call."""
    given = [state.get("Parameters"), state.get("Arguments")]
    named = [state.get("Resource"), *(part.get("FunctionName") for part in given if isinstance(part, dict))]
    for text in named:
        if isinstance(text, str):
            for value in _meant(text, at, marked):
                yield from graph.functions_in(value)


def _meant(text: str, at: Value, marked: dict[str, Resource]) -> list[Value]:
    """What a text of a definition stands for, in the terms of the template."""
    if names := _SUBSTITUTED.findall(text):
        return [at.owner["DefinitionSubstitutions"][name] for name in names]
    resources = [resource for mark, resource in marked.items() if mark in text]
    referred = [Value(at.owner, at.path, each.template, {"Ref": each.logical_id}) for each in resources]
    return referred or [Value(at.owner, at.path, at.template, text)]


def _is_figure(seconds: object) -> bool:
    return isinstance(seconds, int | float) and not isinstance(seconds, bool)
