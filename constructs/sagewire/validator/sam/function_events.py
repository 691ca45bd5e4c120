"""The events of all functions of a template, as they are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sagewire.validator.sam.function import FUNCTION


class FunctionEvent(NamedTuple):
    """An event of a function. function: its logical id. made_as: the logical id of what becomes of the event."""

    function: str
    made_as: str
    written: Any


def function_events(resources: Mapping[str, Any]) -> Iterator[FunctionEvent]:
    """Those of functions whose events are no expression."""
    for logical_id, resource in resources.items():
        match resource:
            case {"Type": str() as kind, "Properties": {"Events": dict() as events}} if kind == FUNCTION:
                yield from (FunctionEvent(logical_id, f"{logical_id}{name}", event) for name, event in events.items())
