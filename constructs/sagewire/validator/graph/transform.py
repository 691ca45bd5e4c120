"""State machines: which of their states begin a transform job, and what they ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sagewire.validator.graph.task import DEFINITIONS, STATE_MACHINE, read
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

if TYPE_CHECKING:
    from sagewire.validator.graph import Graph

_BEGINS = re.compile(r":states:::(?:aws-sdk:)?sagemaker:createTransformJob(?:\.sync)?$")
_MARK = "createTransformJob"
_MOST = 10_000


@dataclass(frozen=True, kw_only=True, eq=False)
class Transform:
    """A state that begins a transform job.

    definition: what it stands in. name: the state's. asked: what it asks of CreateTransformJob.
    """

    definition: Value
    name: str
    asked: Value

    def place(self, value: Value) -> Value:
        """Where a part of what is asked for stands: a definition that is a text has no places of its own."""
        return self.definition if self.definition.name == "DefinitionString" else value


def transforms(graph: Graph) -> Sequence[Transform]:
    """The states that begin transform jobs, of all machines whose definitions can be read."""
    return graph.view(_transforms)


def _transforms(graph: Graph) -> Sequence[Transform]:
    machines = [machine for machine in graph.of_type(STATE_MACHINE) if _may_begin_one(machine)]
    return [begun for machine in machines for name in DEFINITIONS for begun in _begun_in(machine[name])]


def _may_begin_one(machine: Resource) -> bool:
    """Whether it is worth reading: a definition may be long."""
    written = machine.template.written
    return written is None or _MARK in written


def _begun_in(definition: Value) -> Iterator[Transform]:
    plain = definition if isinstance(definition.content, dict) else _parsed(definition)
    for name, state in _tasks(plain):
        if _BEGINS.search(state["Resource"].pattern or ""):
            asked = state["Arguments"] if state["Parameters"].absent else state["Parameters"]
            yield Transform(definition=definition, name=name, asked=asked)


def _parsed(definition: Value) -> Value:
    return Value(definition.owner, definition.path, definition.template, read(definition, {}))


def _tasks(definition: Value) -> Iterator[tuple[str, Value]]:
    """The tasks, wherever they stand: in branches and in maps as well."""
    waiting = [definition]
    for _ in range(_MOST):
        if not waiting:
            return
        value = waiting.pop()
        states = value["States"].entries.items()
        yield from ((name, state) for name, state in states if state["Type"].text == "Task")
        waiting += [part for part in value.parts if isinstance(part.content, dict | list)]
