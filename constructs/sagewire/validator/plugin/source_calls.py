"""The places in Python code that may make constructs: calls that are given a scope and an id."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from types import ModuleType

from sagewire.validator.plugin.source_names import Function, assigned, dotted, functions_around, own_names

_IDS = ("id", "construct_id")


@dataclass(frozen=True, kw_only=True)
class Id:
    """The id that a call gives: a text, or a pattern of one."""

    text: str | None = None
    pattern: re.Pattern[str] | None = None


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What a construct is made in: `self`, or a variable that holds a construct of this id; else it is not known."""

    own: bool = False
    id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """A parameter of a function: its name, and its place among those given by position, if it has one."""

    function: str
    name: str
    position: int | None


@dataclass(frozen=True, kw_only=True, eq=False)
class Call:
    """A call. around: the blocks that it stands in, the module first. module: the loaded one, for what names mean."""

    module: ModuleType
    file: Path
    node: ast.Call
    around: Sequence[ast.AST]

    @property
    def line(self) -> int:
        """The line on which the name of what is called ends."""
        return self.node.func.end_lineno or self.node.lineno

    @cached_property
    def callee(self) -> tuple[str, ...]:
        """The dotted name of what is called, ("sm", "CfnModel"); of `f().x`, only x."""
        return tuple(dotted(self.node.func))

    @cached_property
    def local(self) -> bool:
        """Whether that name is one that a function around gives itself."""
        return any(self.callee[0] in own_names(function) for function in self._functions)

    @cached_property
    def id(self) -> Id | None:
        """What is made is called this; None where nothing of it stands there."""
        pieces = [] if self._id is None else list(_pieces(self._id))
        if not any(pieces):
            return None
        if None not in pieces:
            return Id(text="".join(piece or "" for piece in pieces))
        return Id(pattern=re.compile("".join(".+" if piece is None else re.escape(piece) for piece in pieces)))

    @cached_property
    def scope(self) -> Scope:
        """What it is made in."""
        match self._scope:
            case ast.Name(id=name) if name == self._self:
                return Scope(own=True)
            case ast.Name(id=name) as variable:
                places: list[ast.AST] = [place for place in self._functions if name in own_names(place)]
                place = places[0] if places else self.around[0]
            case ast.Attribute(value=ast.Name(id=name)) as variable if name == self._self:
                place = next(node for node in reversed(self.around) if isinstance(node, ast.ClassDef))
            case _:
                return Scope()
        values = assigned(place, variable)
        made = values[0] if len(values) == 1 else None
        return Scope(id=text(_scope_and_id(made)[1]) if isinstance(made, ast.Call) else None)

    @cached_property
    def inside(self) -> str | None:
        """The class around, by its qualified name without `<locals>`."""
        blocks = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        named = [node for node in self.around if isinstance(node, blocks)]
        while named and not isinstance(named[-1], ast.ClassDef):
            named.pop()
        return ".".join(node.name for node in named) or None

    @cached_property
    def parameter(self) -> Parameter | None:
        """The parameter of the function around that is given on as the id."""
        around = self._functions[0] if self._functions else None
        if not isinstance(self._id, ast.Name) or around is None or isinstance(around, ast.Lambda):
            return None
        name, bound = self._id.id, int(around is self._method)
        positional = [argument.arg for argument in (*around.args.posonlyargs, *around.args.args)][bound:]
        if name in positional:
            return Parameter(function=around.name, name=name, position=positional.index(name))
        if name in [argument.arg for argument in around.args.kwonlyargs]:
            return Parameter(function=around.name, name=name, position=None)
        return None

    def given(self, parameter: Parameter) -> str | None:
        """The text that the call gives for a parameter of the function that it calls."""
        named = {keyword.arg: text(keyword.value) for keyword in self.node.keywords}
        if parameter.name in named or parameter.position is None:
            return named.get(parameter.name)
        known = self.node.args[: parameter.position + 1]
        starred = any(isinstance(argument, ast.Starred) for argument in known)
        return text(known[-1]) if len(known) > parameter.position and not starred else None

    @property
    def makes(self) -> bool:
        """Whether it looks as if it made a construct: it has a scope that is no literal, and an id."""
        scope = isinstance(self._scope, ast.Name | ast.Attribute | ast.Call | ast.Subscript)
        known = self.id is not None or self.parameter is not None
        return scope and known and bool(self.callee)

    @property
    def _scope(self) -> ast.expr | None:
        return _scope_and_id(self.node)[0]

    @property
    def _id(self) -> ast.expr | None:
        return _scope_and_id(self.node)[1]

    @cached_property
    def _functions(self) -> Sequence[Function]:
        return functions_around(self.around)

    @property
    def _method(self) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
        """The method around that has a `self`: a function that stands in a class itself."""
        for parent, node in zip(reversed(self.around[:-1]), reversed(self.around), strict=False):
            if isinstance(parent, ast.ClassDef) and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                static = any("staticmethod" in dotted(decorator) for decorator in node.decorator_list)
                return None if static else node
        return None

    @property
    def _self(self) -> str | None:
        method = self._method
        return method.args.args[0].arg if method and method.args.args else None


def calls_in(module: ModuleType, file: Path) -> Sequence[Call]:
    """The calls in a module's file; none where it cannot be read."""
    try:
        return _calls_as_of(module, file, file.stat().st_mtime_ns)
    except OSError:
        return ()


# A test suite synthesizes many apps in one process, with all of its modules loaded.
@lru_cache(maxsize=2000)
def _calls_as_of(module: ModuleType, file: Path, changed: int) -> Sequence[Call]:  # noqa: ARG001 - a key of the cache
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(file.read_bytes())
        return [Call(module=module, file=file, node=node, around=around) for node, around in _calls(tree)]
    except (OSError, SyntaxError, ValueError, RecursionError):
        return ()


def text(expression: ast.expr | None) -> str | None:
    """The text that an expression is."""
    value = expression.value if isinstance(expression, ast.Constant) else None
    return value if isinstance(value, str) else None


def _calls(tree: ast.AST) -> Iterator[tuple[ast.Call, tuple[ast.AST, ...]]]:
    waiting: list[tuple[ast.AST, tuple[ast.AST, ...]]] = [(tree, ())]
    blocks = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    while waiting:
        node, around = waiting.pop()
        if isinstance(node, ast.Call):
            yield node, around
        within = (*around, node) if isinstance(node, blocks) else around
        waiting += [(child, within) for child in ast.iter_child_nodes(node)]


def _scope_and_id(call: ast.Call) -> tuple[ast.expr | None, ast.expr | None]:
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    scope = call.args[0] if call.args else named.get("scope")
    if len(call.args) > 1:
        return scope, call.args[1]
    return scope, next((named[name] for name in _IDS if name in named), None)


def _pieces(expression: ast.expr) -> Iterator[str | None]:
    """The texts that an expression joins; None for what is known when it runs only."""
    match expression:
        case ast.Constant(value=str() as piece):
            yield piece
        case ast.JoinedStr(values=values):
            for value in values:
                yield from _pieces(value)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            yield from _pieces(left)
            yield from _pieces(right)
        case _:
            yield None
