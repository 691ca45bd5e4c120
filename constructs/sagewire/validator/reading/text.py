"""The text of a template, and the object that it says; or, in one line, why there is none."""

from __future__ import annotations

import json
import os
import re
import stat
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any

from sagewire.limits import TEMPLATE_BODY

STANDARD_INPUT = Path("/dev/stdin")
# Guards against files that are no templates: CloudFormation takes no more than 1 MB, and people write a few levels.
_BYTES = 16 * 1024 * 1024
_DEEPEST = 200
VALUES = 1_000_000
# Python makes no figure of more digits.
_DIGITS = 4300
_HOLDING = (dict, list)
_RESOURCES = re.compile(r"""(?:^|[{,])\s*["']?Resources["']?\s*:""", re.MULTILINE)
# What would be lost where a text says it twice: CloudFormation's own parts of a template, and of a resource.
SECTIONS = ("Resources", "Parameters", "Mappings", "Conditions", "Outputs", "Metadata", "Transform", "Globals")
PARTS = ("Type", "Properties", "Metadata", "Condition", "DependsOn")


class NotATemplateError(Exception):
    """Why a file could not be read as a template, in one line."""


class NeverMeantError(NotATemplateError):
    """Why a file is none, and nobody can have meant it as one."""


def text_of(path: Path) -> str:
    """The text of a file; raises NotATemplateError."""
    try:
        return _bytes_of(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # UTF-16 has a zero byte beside each of these letters.
        meant = b"Resources" in error.object.replace(b"\0", b"")
        why = f"not in UTF-8: byte {error.start} is 0x{error.object[error.start]:02x}"
        raise (NotATemplateError if meant else NeverMeantError)(why) from None
    except OSError as error:
        raise NotATemplateError(error.strerror or str(error)) from None
    except ValueError:  # it has a zero byte
        raise NotATemplateError("no path that a file can have") from None


def is_folder(path: Path) -> bool:
    """Whether a path is that of a folder; where nobody may ask, it says why when it is read."""
    try:
        return path.is_dir()
    except OSError:
        return False


def real(path: Path) -> Path:
    """The file itself that a path leads to; of a path that leads nowhere, or round in a circle, the path."""
    try:
        return Path(os.path.realpath(path))
    except (OSError, ValueError):
        return path


def _bytes_of(path: Path) -> bytes:
    if path == STANDARD_INPUT:
        content = sys.stdin.buffer.read(_BYTES + 1)
        size = len(content)
    else:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise NotATemplateError("neither a file nor a folder")
        size = about.st_size
        content = path.read_bytes() if size <= _BYTES else b""
    if size > _BYTES:
        raise NeverMeantError(f"{size:,} B are too many; CloudFormation takes {TEMPLATE_BODY.value:,} B")
    return content


def body_of(text: str, *, json_only: bool, by_cdk: bool = False) -> dict[str, Any]:
    """The template that a text says; raises NotATemplateError.

    by_cdk: whether CDK wrote it, which says nothing twice, and also writes stacks that have no resources.
    """
    try:
        body = object_of(text) if by_cdk and json_only else _said_by(text, json_only=json_only)
        if by_cdk and isinstance(body, dict):
            body.setdefault("Resources", {})
        if not isinstance(body, dict) or not isinstance(body.get("Resources"), dict):
            meant = isinstance(body, dict) and "Resources" in body
            raise (NotATemplateError if meant else NeverMeantError)("not a template: it has no object `Resources`")
        _check_depth(body)
    except RecursionError:
        raise NotATemplateError(f"nested more than {_DEEPEST} levels deep") from None
    return body


def looks_like_one(text: str) -> bool:
    """Whether a text may be meant as a template, whether it can be read or not."""
    return _RESOURCES.search(text) is not None


def object_of(text: str) -> dict[str, Any]:
    """An object in JSON, such as a manifest; raises NotATemplateError."""
    try:
        said = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise NotATemplateError(f"not JSON: {_plainly(error)}") from None
    if not isinstance(said, dict):
        raise NotATemplateError("not an object in JSON")
    return said


def _said_by(text: str, *, json_only: bool) -> Any:
    if not text.strip():
        raise NotATemplateError("empty")
    if not json_only and not text.lstrip().startswith("{"):
        return _from_yaml(text)
    try:
        return _from_json(text)
    except ValueError as error:
        if not json_only:
            with suppress(NotATemplateError):
                return _from_yaml(text)
        raise NotATemplateError(f"not JSON: {_plainly(error)}") from None


def _from_yaml(text: str) -> Any:
    try:
        from sagewire.validator.reading.yaml_text import load  # noqa: PLC0415 - few templates need it

        return load(text)
    except ModuleNotFoundError as missing:
        raise NotATemplateError(f"YAML, and {missing.name} is missing; run: pip install 'sagewire[cli]'") from None
    # A tag may ask for a type that its text is not of: PyYAML then breaks in one of these ways.
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError) as error:
        raise NotATemplateError(f"not YAML: {_plainly(error)}") from None


def _from_json(text: str) -> Any:
    doubled: list[tuple[dict[str, Any], str]] = []

    def object_from(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            doubled.extend((made, name) for name in twice(name for name, _ in pairs))
        return made

    said = json.loads(text, parse_constant=_no_number, object_pairs_hook=object_from)
    lost = next(_lost(said, doubled), None) if doubled and isinstance(said, dict) else None
    if lost is not None:
        raise ValueError(lost)
    return said


def _lost(said: Mapping[str, Any], doubled: Iterable[tuple[dict[str, Any], str]]) -> Iterator[str]:
    """What is lost because it stands twice where something is read."""
    resources = said.get("Resources")
    each = resources if isinstance(resources, dict) else {}
    owners = {id(resource): logical_id for logical_id, resource in each.items()}
    for where, name in doubled:
        if where is said and name in SECTIONS:
            yield stands_twice(name)
        elif where is resources:
            yield stands_twice(name, "Resources")
        elif id(where) in owners and name in PARTS:
            yield stands_twice(name, owners[id(where)])


def stands_twice(name: str, where: str = "") -> str:
    """That a name stands twice, in a line. where: the name of what it stands in."""
    return f"{name!r} stands twice{f' in `{where}`' if where else ''}, and the first would be lost"


def twice(names: Iterable[str]) -> list[str]:
    """The names that stand twice."""
    return [name for name, count in Counter(names).items() if count > 1]


def _plainly(error: Exception) -> str:
    """Python tells how to have it read longer figures."""
    long = isinstance(error, ValueError) and "set_int_max_str_digits" in str(error)
    return f"a figure of more than {_DIGITS:,} digits" if long else str(error)


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _check_depth(body: Any) -> None:
    """Refuse what nothing ends that walks through it: an alias may hold itself, or ten of what holds ten."""
    level, seen = [body], 0
    for _ in range(_DEEPEST):
        seen += sum(map(len, level))
        if seen > VALUES:
            raise NotATemplateError(f"more than {VALUES:,} values, aliases included")
        inside = chain.from_iterable([value.values() if isinstance(value, dict) else value for value in level])
        level = [value for value in inside if isinstance(value, _HOLDING)]
        if not level:
            return
    raise NotATemplateError(f"nested more than {_DEEPEST} levels deep")
