"""Additions to how MiniStack's CloudFormation makes a type of resource."""

from collections.abc import Callable, Mapping
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


def after_creating(resource_type: str, apply: Callable[[str, Mapping[str, Any]], None]) -> None:
    """Let `apply(physical id, properties)` complete a new resource."""
    create = _handlers(resource_type)["create"]

    def completed(logical_id: str, properties: Mapping[str, Any], *others: Any) -> Any:
        made = create(logical_id, properties, *others)
        apply(made[0], properties)
        return made

    _handlers(resource_type)["create"] = completed


def _handlers(resource_type: str) -> dict[str, Any]:
    handlers: dict[str, Any] = seams.seam(_HANDLERS, "_RESOURCE_HANDLERS")[resource_type]
    return handlers
