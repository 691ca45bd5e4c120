"""State machines: which of their states call which function, and how long they wait for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sagewire.validator.graph.definition import Definition, definitions_of
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

if TYPE_CHECKING:
    from sagewire.validator.graph import Graph
    from sagewire.validator.graph.function import Function

_INVOKES = re.compile(r":states:::(?:aws-sdk:)?lambda:invoke(?:\.\w+)?$")


@dataclass(frozen=True, kw_only=True, eq=False)
class Task:
    """A state that calls a function.

    at: the definition that it stands in. name: the state's. seconds: how long it waits; None for one that does not say.
    invokes: whether it certainly invokes the function, with the machine's own role.
    """

    function: Function
    at: Value
    name: str
    seconds: float | None
    invokes: bool


def tasks_of(graph: Graph, machine: Resource) -> Iterator[Task]:
    """The states of a machine that call a function of the templates, as far as its definition can be read."""
    for definition in definitions_of(machine):
        for name, state in definition.tasks():
            for function in _called(graph, definition, state):
                yield Task(
                    function=function,
                    at=definition.at,
                    name=name,
                    seconds=_seconds(state),
                    invokes=_invokes(graph, definition, state, function),
                )


def _called(graph: Graph, definition: Definition, state: Value) -> Iterator[Function]:
    """The functions that a state names: as its resource, or as what Lambda's own integration is to call."""
    for named in (state["Resource"], state["Parameters"]["FunctionName"], state["Arguments"]["FunctionName"]):
        for value in definition.meant(named):
            yield from graph.functions_in(value)


def _invokes(graph: Graph, definition: Definition, state: Value, function: Function) -> bool:
    """Whether a state invokes a function that it names: other actions of Lambda's can be asked for too."""
    named = state["Resource"]
    directly = any(function in graph.functions_in(value) for value in definition.meant(named))
    return state["Credentials"].absent and (directly or bool(_INVOKES.search(named.pattern or "")))


def _seconds(state: Value) -> float | None:
    """How long a state waits: Step Functions takes no text for a figure."""
    seconds = state["TimeoutSeconds"]
    return None if isinstance(seconds.content, str) else seconds.number
