"""Gives the values of a template the types of an API: a template may write 1 as "1" and true as "true"."""

from collections.abc import Callable, Mapping
from typing import Any

from sagewire.local.validation import service_model


def coerced(service: str, operation: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    """The properties in the types of the operation's input; what does not fit is left for validation to report."""
    shape = service_model(service).operation_model(operation).input_shape
    result: dict[str, Any] = _coerce(shape, dict(properties))
    return result


def _coerce(shape: Any, value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _coerce(_member(shape, name), inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_coerce(getattr(shape, "member", None), inner) for inner in value]
    convert = _CONVERSIONS.get(getattr(shape, "type_name", ""))
    try:
        return convert(value) if convert else value
    except (TypeError, ValueError):
        return value


def _member(shape: Any, name: str) -> Any:
    kind = getattr(shape, "type_name", "")
    if kind == "structure":
        return shape.members.get(name)
    return shape.value if kind == "map" else None


def _boolean(value: Any) -> Any:
    return {"true": True, "false": False}.get(str(value).lower(), value)


def _string(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else str(value)


_CONVERSIONS: Mapping[str, Callable[[Any], Any]] = {
    "boolean": _boolean,
    "double": float,
    "float": float,
    "integer": int,
    "long": int,
    "string": _string,
}
