"""Which states of state machines, and which steps of pipelines, begin a transform job, and what they ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sagewire.validator.graph.definition import STATE_MACHINE, Definition, definitions_of
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

if TYPE_CHECKING:
    from sagewire.validator.graph import Graph

_BEGINS = re.compile(r":states:::(?:aws-sdk:)?sagemaker:createTransformJob(?:\.sync)?$")
_PIPELINE = "AWS::SageMaker::Pipeline"
_WRITTEN = "createTransformJob"


@dataclass(frozen=True, kw_only=True, eq=False)
class Transform:
    """A state, or a step, that begins a transform job.

    definition: what it stands in. name: the state's. asked: what it asks of CreateTransformJob.
    by_own_role: whether the machine certainly asks with its own role. kind: "state" or "step", as messages call it.
    """

    definition: Definition
    name: str
    asked: Value
    by_own_role: bool
    kind: str = "state"

    def place(self, part: Value) -> Value:
        """Where a part of what is asked for stands."""
        return self.definition.place(part)


def transforms(graph: Graph) -> Sequence[Transform]:
    """The states that begin transform jobs, of all machines whose definitions can be read."""
    return graph.view(_transforms)


def all_transforms(graph: Graph) -> Sequence[Transform]:
    """The same, and the steps that begin them, of all pipelines of SageMaker's."""
    return [*graph.view(_transforms), *graph.view(_steps)]


def _steps(graph: Graph) -> Sequence[Transform]:
    bodies = [pipeline["PipelineDefinition"]["PipelineDefinitionBody"] for pipeline in graph.of_type(_PIPELINE)]
    return [
        Transform(
            definition=body, name=step["Name"].text or "", asked=step["Arguments"], by_own_role=False, kind="step"
        )
        for body in map(Definition, bodies)
        for step in body.steps()
        if step["Type"].text == "Transform"
    ]


def _transforms(graph: Graph) -> Sequence[Transform]:
    machines = [machine for machine in graph.of_type(STATE_MACHINE) if _may_begin_one(machine)]
    return [begun for machine in machines for definition in definitions_of(machine) for begun in _begun_in(definition)]


def _may_begin_one(machine: Resource) -> bool:
    """Whether it is worth reading: a definition may be long."""
    written = machine.template.written
    return written is None or _WRITTEN in written


def _begun_in(definition: Definition) -> Iterator[Transform]:
    for name, state in definition.tasks():
        if _BEGINS.search(state["Resource"].pattern or ""):
            asked = state["Arguments"] if state["Parameters"].absent else state["Parameters"]
            own = state["Credentials"].absent
            yield Transform(definition=definition, name=name, asked=asked, by_own_role=own)
