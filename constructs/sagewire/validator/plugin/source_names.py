"""What names mean at a place in Python code, as far as the code alone tells."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import lru_cache

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_NAMED_BLOCKS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_BLOCKS = (*_NAMED_BLOCKS, ast.Lambda)


def functions_around(around: Sequence[ast.AST]) -> list[Function]:
    """The functions among the blocks around a place, the innermost first."""
    return [node for node in reversed(around) if isinstance(node, Function)]


def dotted(expression: ast.expr) -> Iterator[str]:
    """The parts of a dotted name; of `f().x`, only x."""
    match expression:
        case ast.Name(id=name):
            yield name
        case ast.Attribute(value=value, attr=name):
            yield from dotted(value)
            yield name


@lru_cache(maxsize=256)
def own_names(function: Function) -> frozenset[str]:
    """The names that a function gives itself: its parameters, variables and imports, and what it defines."""
    arguments = function.args
    given = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg)
    found = {argument.arg for argument in given if argument is not None}
    for node in _own_nodes(function):
        match node:
            case ast.Name(id=name, ctx=ast.Store()):
                found.add(name)
            case ast.alias(name=name, asname=other):
                found.add(other or name.partition(".")[0])
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
    return frozenset(found)


def assigned(place: ast.AST, variable: ast.Name | ast.Attribute) -> list[ast.expr]:
    """What a variable of a module, a function or a class (then it is `self.x`) is set to."""
    wanted = list(dotted(variable))
    nodes = ast.walk(place) if isinstance(place, ast.ClassDef) else _own_nodes(place)
    found: list[ast.expr] = []
    for node in nodes:
        match node:
            case ast.Assign(targets=targets, value=value):
                found += [value for target in targets if list(dotted(target)) == wanted]
            case (ast.AnnAssign(target=target, value=ast.expr() as value)) | ast.NamedExpr(target=target, value=value):
                found += [value] if list(dotted(target)) == wanted else []
    return found


def _own_nodes(place: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a block, without those of the blocks in it."""
    waiting = list(ast.iter_child_nodes(place))
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, _BLOCKS):
            waiting += ast.iter_child_nodes(node)
