"""Ways to change one place of a template, each of which may be kept and applied later."""

import copy
from collections.abc import Callable
from typing import Any

Json = dict[str, Any]
Change = Callable[[Json], None]

_Step = str | int


def properties(template: Json, logical_id: str) -> Json:
    found: Json = template["Resources"][logical_id]["Properties"]
    return found


def statements(template: Json, role: str) -> list[Json]:
    """What a role's own policy allows."""
    found: list[Json] = properties(template, role)["Policies"][0]["PolicyDocument"]["Statement"]
    return found


def _parent(template: Json, logical_id: str, path: tuple[_Step, ...]) -> Any:
    node: Any = properties(template, logical_id)
    for step in path[:-1]:
        node = node[step]
    return node


def put(logical_id: str, *path: _Step, value: Any) -> Change:
    """Set a property, new or not."""

    def change(template: Json) -> None:
        _parent(template, logical_id, path)[path[-1]] = copy.deepcopy(value)

    return change


def drop(logical_id: str, *path: _Step) -> Change:
    """Take away a property that is there."""

    def change(template: Json) -> None:
        del _parent(template, logical_id, path)[path[-1]]

    return change


def add(logical_id: str, resource: Json) -> Change:
    """Add a resource."""

    def change(template: Json) -> None:
        template["Resources"][logical_id] = copy.deepcopy(resource)

    return change


def remove(logical_id: str) -> Change:
    """Take away a resource."""

    def change(template: Json) -> None:
        del template["Resources"][logical_id]

    return change


def allowing(role: str, action: str, **changed: Any) -> Change:
    """Change the one statement of a role that allows an action."""

    def change(template: Json) -> None:
        (statement,) = (each for each in statements(template, role) if each["Action"] == action)
        statement.update(changed)

    return change


def every(*changes: Change) -> Change:
    """Several changes that are one fault."""

    def change(template: Json) -> None:
        for each in changes:
            each(template)

    return change


def fill(logical_id: str, resource: Json, *, total: int) -> Change:
    """Add the same resource until the template has this many."""

    def change(template: Json) -> None:
        for number in range(total - len(template["Resources"])):
            template["Resources"][f"{logical_id}{number}"] = copy.deepcopy(resource)

    return change


def append(logical_id: str, *path: _Step, value: Any) -> Change:
    """Add an entry to a list."""

    def change(template: Json) -> None:
        _parent(template, logical_id, (*path, -1)).append(copy.deepcopy(value))

    return change
