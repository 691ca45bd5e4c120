"""Checks the input of an operation against AWS's own service model, as botocore carries it."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

import botocore.session
from botocore.model import ServiceModel, Shape
from botocore.validate import ParamValidator

from sagewire.local.aws_error import AwsError


def warm_up() -> None:
    """Load the models ahead of the first request."""
    for service in ("sagemaker", "application-autoscaling", "sagemaker-runtime"):
        service_model(service)


@cache
def service_model(service: str) -> ServiceModel:
    """botocore's model of a service."""
    return botocore.session.get_session().get_service_model(service)


def has_operation(service: str, operation: str) -> bool:
    """Whether AWS has that operation."""
    return operation in service_model(service).operation_names


def check(service: str, operation: str, parameters: Mapping[str, Any], *, code: str = "ValidationException") -> None:
    """Raise an error of that code for a missing, unknown, mistyped or out-of-bounds parameter."""
    shape = service_model(service).operation_model(operation).input_shape
    if shape is None:
        return
    report = ParamValidator().validate(dict(parameters), shape)
    found = [line.strip() for line in report.generate_report().splitlines() if line.strip()]
    found += [] if found else list(_violations(shape, parameters, ""))
    if found:
        noun = "error" if len(found) == 1 else "errors"
        raise AwsError(code, f"{len(found)} validation {noun} detected: {'; '.join(found)}")


def _violations(shape: Shape, value: Any, path: str) -> Iterator[str]:
    """Bounds that botocore leaves to the service: patterns, enums, maxima."""
    for constraint in _CONSTRAINTS:
        if reason := constraint(shape, value):
            yield f"Value '{value}' at '{path}' failed to satisfy constraint: {reason}"
    for member, inner, name in _members(shape, value):
        yield from _violations(member, inner, f"{path}.{name}" if path else name)


def _members(shape: Any, value: Any) -> Iterator[tuple[Shape, Any, str]]:
    if shape.type_name == "structure":
        yield from ((shape.members[key], inner, key) for key, inner in value.items() if key in shape.members)
    elif shape.type_name == "list":
        yield from ((shape.member, inner, str(index)) for index, inner in enumerate(value, 1))
    elif shape.type_name == "map":
        yield from ((shape.value, inner, key) for key, inner in value.items())


def _pattern(shape: Any, value: Any) -> str | None:
    pattern = shape.metadata.get("pattern")
    if shape.type_name != "string" or not pattern:
        return None
    try:
        matches = re.fullmatch(pattern, value)
    except re.error:  # Java's dialect
        return None
    return None if matches else f"Member must satisfy regular expression pattern: {pattern}"


def _enum(shape: Any, value: Any) -> str | None:
    allowed = getattr(shape, "enum", None)
    if not allowed or value in allowed:
        return None
    return f"Member must satisfy enum value set: [{', '.join(allowed)}]"


def _maximum(shape: Any, value: Any) -> str | None:
    most = shape.metadata.get("max")
    if most is None:
        return None
    if shape.type_name in ("string", "list", "map", "blob"):
        return f"Member must have length less than or equal to {most}" if len(value) > most else None
    return f"Member must have value less than or equal to {most}" if value > most else None


_CONSTRAINTS: tuple[Callable[[Any, Any], str | None], ...] = (_pattern, _enum, _maximum)
