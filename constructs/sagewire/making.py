"""Constructs and structs of CDK, made without what their generated Python constructors do besides.

These check the type of every argument anew, by evaluating the annotations of all that they could have been given: a
third of what a resource costs at synthesis. Here mypy has checked the arguments, which these functions take exactly as
the constructors do, and what arrives in Node is the same. The constructs are the same classes, typed as ever.
"""

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import jsii
from constructs import Construct
from jsii._runtime import python_jsii_mapping

_P = ParamSpec("_P")
_Made = TypeVar("_Made")


def make(
    construct: Callable[Concatenate[Construct, str, _P], _Made],
    scope: Construct,
    id: str,
    /,
    *args: _P.args,  # noqa: ARG001 - a constructor of CDK has none
    **properties: _P.kwargs,
) -> _Made:
    """`construct(scope, id, **properties)`."""
    kind: Any = construct
    made = kind.__new__(kind)
    jsii.create(kind, made, [scope, id, _named(kind, properties, _property_names(kind))])
    return cast("_Made", made)


def struct(kind: Callable[_P, _Made], /, *args: _P.args, **values: _P.kwargs) -> _Made:  # noqa: ARG001
    """`kind(**values)`, to be given to `make`."""
    return cast("_Made", _named(kind, values, _field_names(cast("Any", kind))))


def _named(kind: Any, values: Mapping[str, object], names: Mapping[str, str]) -> dict[str, object]:
    unknown = values.keys() - names.keys()
    if unknown:
        raise TypeError(f"{kind.__name__} has no argument {min(unknown)!r}")
    return {names[name]: value for name, value in values.items() if value is not None}


@cache
def _property_names(kind: Any) -> Mapping[str, str]:
    """The names in Node of a construct's properties, which CDK declares in a struct beside it."""
    declared = next(base for base in kind.__mro__ if getattr(base, "__jsii_declared_type__", None))
    return _field_names(getattr(import_module(declared.__module__), f"{declared.__name__}Props"))


@cache
def _field_names(kind: Any) -> Mapping[str, str]:
    names = python_jsii_mapping(kind)
    assert names is not None, f"{kind} is no struct of CDK"
    return names
