"""Definitions of state machines and of pipelines, and the tasks among their states."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from sagewire.validator.known import Reference, Text
from sagewire.validator.template import Resource, Template
from sagewire.validator.value import Value

STATE_MACHINE = "AWS::StepFunctions::StateMachine"
DEFINED_BY = ("DefinitionString", "Definition")
_STEPS = ("Steps", "IfSteps", "ElseSteps")
# A reference within the text of a definition: a character that stands in no definition, and which one it is.
_MARK = "\ue000"
_SUBSTITUTED = re.compile(r"\$\{([^${}]+)\}")
# An expression may lead back to where it stands, and so on for ever.
_MOST = 10_000


class Definition:
    """What a state machine, or a pipeline, does: an object, or a text that holds one.

    at: where it stands.
    """

    def __init__(self, at: Value) -> None:
        self.at = at
        self._marked: dict[str, Resource] = {}

    def tasks(self) -> Iterator[tuple[str, Value]]:
        """The states that do work, with their names, wherever they stand: in branches and in maps as well."""
        for value in self._parts():
            states = value["States"].entries.items()
            yield from ((name, state) for name, state in states if state["Type"].text == "Task")

    def steps(self) -> Iterator[Value]:
        """The steps of a pipeline of SageMaker's, wherever they stand: behind conditions as well."""
        for value in self._parts():
            yield from (step for name in _STEPS for step in value[name].elements)

    def meant(self, named: Value) -> list[Value]:
        """What a part of it stands for, in the terms of the template."""
        text = named.pattern or ""
        if names := _SUBSTITUTED.findall(text):
            return [self.at.owner["DefinitionSubstitutions"][name] for name in names]
        resources = [resource for mark, resource in self._marked.items() if mark in text]
        return [self._here(resource.template, {"Ref": resource.logical_id}) for resource in resources] or [named]

    def place(self, part: Value) -> Value:
        """Where a part of it stands: what is a text has no places of its own."""
        return part if self._is_object else self.at

    def _parts(self) -> Iterator[Value]:
        """It as a whole, and all objects and lists in it."""
        waiting = [self._inside]
        for _ in range(_MOST):
            if not waiting:
                return
            value = waiting.pop()
            yield value
            waiting += [part for part in value.parts if isinstance(part.content, dict | list)]

    @property
    def _is_object(self) -> bool:
        return isinstance(self.at.content, dict)

    @cached_property
    def _inside(self) -> Value:
        return self.at if self._is_object else self._here(self.at.template, self._parsed)

    @property
    def _parsed(self) -> Any:
        try:
            return json.loads(self._text)
        except (ValueError, RecursionError):
            return None

    @property
    def _text(self) -> str:
        """The text, with marks where resources are named."""
        content = self.at.content
        parts = content.parts if isinstance(content, Text) else [self.at.text or ""]
        return "".join(part if isinstance(part, str) else self._mark(part) for part in parts)

    def _mark(self, part: object) -> str:
        if not isinstance(part, Reference):
            return "*"
        mark = f"{_MARK}{len(self._marked)}{_MARK}"
        self._marked[mark] = part.resource
        return mark

    def _here(self, template: Template, raw: Any) -> Value:
        return Value(self.at.owner, self.at.path, template, raw)


def definitions_of(machine: Resource) -> Iterator[Definition]:
    """A machine's definition, by whichever property has it."""
    for name in DEFINED_BY:
        yield Definition(machine[name])
