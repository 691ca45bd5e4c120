"""The line of Python that made a construct, found by the ids in its path."""

from __future__ import annotations

import builtins
import os
import sys
import sysconfig
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from inspect import getattr_static
from pathlib import Path
from types import BuiltinFunctionType, ModuleType

from sagewire.validator.plugin.source_calls import Call, calls_in

_OURS = Path(__file__).resolve().parents[1]
_INSTALLED = frozenset({"site-packages", "dist-packages"})
# What others put constructs into. Whatever else a library has, it has made the constructs in it itself.
_OPEN = frozenset({"App", "Construct", "NestedStack", "Stack", "Stage"})
_CDK = frozenset({"aws_cdk", "constructs"})


@dataclass(frozen=True, kw_only=True)
class _Step:
    """A construct on the way to another, what it is made in, and their classes as far as they are known."""

    id: str
    kind: type | None
    scope_id: str
    scope_kind: type | None


@dataclass(frozen=True, kw_only=True, order=True)
class _Place:
    """A line that may have made a construct. doubt: 0 if its scope is it by class, 1 if by id, 2 if it may be."""

    doubt: int
    file: Path
    line: int


class SourceLines:
    """The lines of a program's own modules that make constructs.

    A line is told only where it is the one that fits: no line is better than a wrong one.
    """

    def __init__(self, modules: Iterable[ModuleType] | None = None) -> None:
        """Take the loaded modules that are neither installed nor Python's own, unless others are given."""
        found = user_modules() if modules is None else modules
        self._files = {module.__name__: (module, Path(str(module.__file__)).resolve()) for module in found}

    def line_of(self, path: str, kinds: Sequence[type | None] = ()) -> str | None:
        """The line that made a construct, or else what it is part of: "app.py:12", from the current folder.

        Args:
            path: The construct's path in its app, "Stack/Endpoint/Resource".
            kinds: The classes of the app and of the constructs on the way, one after another, as far as they are known.
        """
        for step in reversed(list(_steps(path, kinds))):
            named = sorted({*self._by_text(step), *self._through_functions(step)})
            places = named or sorted(set(self._by_pattern(step)))
            best = [place for place in places if place.doubt == places[0].doubt]
            if len({(place.file, place.line) for place in best}) == 1:
                return f"{_shown(best[0].file)}:{best[0].line}"
        return None

    def _by_text(self, step: _Step) -> Iterator[_Place]:
        for call in self._by_id[step.id]:
            yield from self._place(call, step)

    def _by_pattern(self, step: _Step) -> Iterator[_Place]:
        for call in self._making:
            if call.id and call.id.pattern is not None and call.id.pattern.fullmatch(step.id):
                yield from self._place(call, step)

    def _through_functions(self, step: _Step) -> Iterator[_Place]:
        """The calls of functions that give an id on: `self._model("Ranking")`, where that says `Model(self, id)`."""
        for making in self._making:
            parameter = making.parameter
            if parameter is None:
                continue
            for call in self._calls_of[parameter.function]:
                given = call.given(parameter)
                fits = (
                    self._is_within(call, step.scope_kind) if making.scope.own else self._doubt(call, step) is not None
                )
                if given is not None and _path_part(given) == step.id and fits:
                    yield from self._place(making, step, at=call)

    def _place(self, call: Call, step: _Step, *, at: Call | None = None) -> Iterator[_Place]:
        doubt = self._doubt(call, step) if _may_give(call, step.kind) else None
        if doubt is not None:
            place = at or call
            yield _Place(doubt=doubt, file=place.file, line=place.line)

    def _doubt(self, call: Call, step: _Step) -> int | None:
        """How sure it is that the call makes something in the step's scope; None where it does not."""
        if call.scope.own and step.scope_kind is not None:
            return 0 if self._is_within(call, step.scope_kind) else None
        if call.scope.id is not None:
            return 1 if _path_part(call.scope.id) == step.scope_id else None
        return 2 if self._is_open(step.scope_kind) else None

    def _is_within(self, call: Call, kind: type | None) -> bool:
        """Whether the call stands in the class, or in one that it is derived from."""
        return any(
            self._file_of(each) == call.file and each.__qualname__.replace("<locals>.", "") == call.inside
            for each in (kind.__mro__ if kind else ())
        )

    def _is_open(self, kind: type | None) -> bool:
        """Whether anyone may put constructs into what is of this class."""
        if kind is None or self._file_of(kind) is not None:
            return True
        return kind.__name__ in _OPEN and kind.__module__.partition(".")[0] in _CDK

    def _file_of(self, kind: type) -> Path | None:
        return self._files[kind.__module__][1] if kind.__module__ in self._files else None

    @cached_property
    def _calls(self) -> Sequence[Call]:
        return [call for module, file in self._files.values() for call in calls_in(module, file)]

    @cached_property
    def _making(self) -> Sequence[Call]:
        return [call for call in self._calls if call.makes]

    @cached_property
    def _by_id(self) -> Mapping[str, Sequence[Call]]:
        found: defaultdict[str, list[Call]] = defaultdict(list)
        for call in self._making:
            if call.id and call.id.text is not None:
                found[_path_part(call.id.text)].append(call)
        return found

    @cached_property
    def _calls_of(self) -> Mapping[str, Sequence[Call]]:
        found: defaultdict[str, list[Call]] = defaultdict(list)
        for call in self._calls:
            if call.callee:
                found[call.callee[-1]].append(call)
        return found


def user_modules() -> list[ModuleType]:
    """The loaded modules that are neither installed, nor Python's own, nor sagewire's."""
    found = [module for module in list(sys.modules.values()) if isinstance(module, ModuleType)]
    return [module for module in found if _is_users(vars(module).get("__file__"))]


def _is_users(file: object) -> bool:
    if not isinstance(file, str) or not file.endswith(".py"):
        return False
    path = Path(file).resolve()
    others = [Path(sysconfig.get_path(name)).resolve() for name in ("stdlib", "platstdlib")]
    return not _INSTALLED & set(path.parts) and not any(path.is_relative_to(other) for other in (_OURS, *others))


def _steps(path: str, kinds: Sequence[type | None]) -> Iterator[_Step]:
    ids = ["", *path.split("/")]
    known = [*kinds, *[None] * len(ids)]
    for position in range(1, len(ids)):
        before = position - 1
        yield _Step(id=ids[position], kind=known[position], scope_id=ids[before], scope_kind=known[before])


def _path_part(id: str) -> str:
    """An id as it stands in a path, which CDK frees of its own separator."""
    return id.replace("/", "--")


def _may_give(call: Call, kind: type | None) -> bool:
    """Whether what is called may give a construct of this class."""
    called = _called(call)
    if called is None:
        name = call.callee[-1]
        return kind is None or not name[:1].isupper() or name == kind.__name__
    if isinstance(called, type):
        return kind is None or called.__name__ == kind.__name__
    return not isinstance(called, BuiltinFunctionType)


def _called(call: Call) -> object | None:
    """What a call's dotted name means in its module; None where a function around gives it a meaning of its own."""
    first, *others = call.callee
    if call.local:
        return None
    found = vars(call.module).get(first, getattr(builtins, first, None))
    for name in others:
        found = getattr_static(found, name, None) if isinstance(found, type | ModuleType) else None
    return found


def _shown(file: Path) -> str:
    """A file from the current folder, if that is shorter."""
    try:
        return min(os.path.relpath(file), str(file), key=len)
    except ValueError:  # on another drive
        return str(file)
