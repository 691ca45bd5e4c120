"""Additions to how MiniStack's CloudFormation makes a type of resource."""

from collections.abc import Callable, Mapping, MutableMapping
from typing import Any

from sagewire.local import seams

_HANDLERS = "ministack.services.cloudformation.provisioners"


def before_creating(resource_type: str, check: Callable[[Mapping[str, Any]], None]) -> None:
    """Let `check(properties)` refuse a new resource with a ValueError."""
    create = _handlers(resource_type)["create"]

    def checked(logical_id: str, properties: Mapping[str, Any], *others: Any) -> Any:
        check(properties)
        return create(logical_id, properties, *others)

    _handlers(resource_type)["create"] = checked


Completion = Callable[[str, Mapping[str, Any], MutableMapping[str, str]], None]


def after_creating(resource_type: str, complete: Completion) -> None:
    """Let `complete(physical id, properties, attributes)` have its way with a new resource."""
    create = _handlers(resource_type)["create"]

    def completed(logical_id: str, properties: Mapping[str, Any], *others: Any) -> Any:
        made = create(logical_id, properties, *others)
        complete(made[0], properties, made[1])
        return made

    _handlers(resource_type)["create"] = completed


def _handlers(resource_type: str) -> dict[str, Any]:
    handlers: dict[str, Any] = seams.seam(_HANDLERS, "_RESOURCE_HANDLERS")[resource_type]
    return handlers
