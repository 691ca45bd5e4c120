"""A folder of templates, and the folders below it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from sagewire.validator.finding import Failure
from sagewire.validator.reading.cdk_out import is_cdk_out, stacks_of
from sagewire.validator.reading.file import TemplateFile
from sagewire.validator.reading.text import is_folder

_NAMED = ".template.json"
_SUFFIXES = (".json", ".yaml", ".yml", ".template")
# Other people's files.
_LEFT_OUT = ("node_modules", "site-packages")


def templates_in(folder: Path) -> Iterator[TemplateFile | Failure]:
    """Each stack of a `cdk.out`, each `*.template.json`, and whatever else in JSON or YAML may be a template."""
    if is_cdk_out(folder):
        yield from stacks_of(folder)
        return
    for found in _walk(folder):
        if isinstance(found, Failure):
            yield found
        elif is_folder(found):
            yield from stacks_of(found)
        elif found.name.endswith(_SUFFIXES):
            yield TemplateFile(path=found, guessed=not found.name.endswith(_NAMED))


def _walk(folder: Path) -> Iterator[Path | Failure]:
    """All files below a folder, and in place of its files each folder that CDK wrote."""
    unreadable: list[Failure] = []

    def refused(error: OSError) -> None:
        unreadable.append(Failure(what=Path(error.filename).as_posix(), why=error.strerror or str(error)))

    for here, folders, files in os.walk(folder, onerror=refused):
        inside = [Path(here, name) for name in sorted(folders) if not (name.startswith(".") or name in _LEFT_OUT)]
        written_by_cdk = [found for found in inside if is_cdk_out(found)]
        folders[:] = [found.name for found in inside if found not in written_by_cdk]
        yield from written_by_cdk
        yield from (Path(here, name) for name in sorted(files))
    yield from unreadable
