"""Reads what `sagewire check` is given: template files, folders of them, and what `cdk synth` wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from sagewire.validator.finding import Failure
from sagewire.validator.garbage import garbage_kept
from sagewire.validator.reading.cdk_notes import nested_files
from sagewire.validator.reading.file import TemplateFile
from sagewire.validator.reading.folder import templates_in
from sagewire.validator.reading.text import (
    STANDARD_INPUT,
    NeverMeantError,
    NotATemplateError,
    body_of,
    is_folder,
    looks_like_one,
    real,
    text_of,
)
from sagewire.validator.template import Template


class Reading(NamedTuple):
    """What was read. texts: the files as they are written, by the templates' names."""

    templates: Sequence[Template]
    failures: Sequence[Failure]
    texts: Mapping[str, str]


@garbage_kept()
def read(paths: Iterable[str | Path], *, region: str | None = None) -> Reading:
    """Read templates, each file once.

    Args:
        paths: A template in JSON or YAML, a folder of them, a `cdk.out`, or "-" for what comes by standard input; a
            template's name is its path.
        region: Where those are deployed of which nothing else tells it.

    Returns:
        What could be read, and for everything else why not.
    """
    done = _Done(region=region)
    for path in (STANDARD_INPUT if given == "-" else Path(given) for given in paths):
        if not is_folder(path):
            done.add(TemplateFile(path=path))
        elif not any([done.add(file) for file in templates_in(path)]):  # noqa: C419 - all of them are read
            done.failures.append(Failure(what=path.as_posix(), why="no template is in this folder, or below it"))
    return Reading(templates=done.templates, failures=done.failures, texts=done.texts)


@dataclass(kw_only=True)
class _Done:
    """What is read so far."""

    region: str | None
    templates: list[Template] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    seen: set[Path] = field(default_factory=set)

    def add(self, file: TemplateFile | Failure) -> bool:
        """Read a file, and those of the stacks nested in it; say whether there was something to tell of it."""
        if isinstance(file, Failure):
            self.failures.append(file)
            return True
        try:
            resolved = real(file.path)
            return resolved in self.seen or self._read(file, resolved)
        except Exception as error:  # noqa: BLE001 - whatever is in one file, it must not hide the others
            why = str(error) if isinstance(error, NotATemplateError) else f"{type(error).__name__}: {error}"
            self.failures.append(Failure(what=file.name, why=why))
            return True

    def _read(self, file: TemplateFile, resolved: Path) -> bool:
        try:
            text = text_of(file.path)
            if file.guessed and not looks_like_one(text):
                return False
            body = body_of(text, json_only=file.path.suffix == ".json", by_cdk=file.notes is not None)
        except NeverMeantError:
            if file.guessed:
                return False
            raise
        notes = file.notes
        if notes is not None:
            body = notes.completed(file.path.name, body)
        self.seen.add(resolved)
        self.texts[file.name] = text
        template = Template(
            file.name,
            body,
            region=file.region or self.region,
            account=file.account,
            acknowledged=notes.acknowledged if notes else None,
            text=text,
        )
        self.templates.append(template)
        for nested in nested_files(body) if notes is not None else ():
            self.add(file._replace(path=file.path.parent / nested))
        return True
