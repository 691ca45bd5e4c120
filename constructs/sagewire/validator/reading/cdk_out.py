"""A `cdk.out`: the stacks that its manifest lists, in their order, with those of its stages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sagewire.validator.finding import Failure
from sagewire.validator.reading.cdk_notes import CdkNotes, notes_of
from sagewire.validator.reading.file import TemplateFile
from sagewire.validator.reading.text import NotATemplateError, object_of, real, text_of

MANIFEST = "manifest.json"


def is_cdk_out(folder: Path) -> bool:
    """Whether CDK wrote this folder; a manifest alone may be another tool's."""
    manifest = folder / MANIFEST
    try:
        return (folder / "cdk.out").is_file() or (manifest.is_file() and "artifacts" in object_of(text_of(manifest)))
    except (NotATemplateError, OSError):
        return False


def stacks_of(folder: Path, *, within: frozenset[Path] = frozenset()) -> Iterator[TemplateFile | Failure]:
    """The templates of the stacks, in the manifest's order; those nested in them are found when they are read."""
    here = real(folder)
    if here in within:
        return
    try:
        artifacts = object_of(text_of(folder / MANIFEST)).get("artifacts")
    except NotATemplateError as error:
        yield Failure(what=(folder / MANIFEST).as_posix(), why=str(error))
        return
    for artifact in artifacts.values() if isinstance(artifacts, dict) else ():
        match artifact:
            case {"type": "cdk:cloud-assembly", "properties": {"directoryName": str() as name}}:
                yield from stacks_of(folder / name, within=within | {here})
            case {"type": "aws:cloudformation:stack", "properties": {"templateFile": str() as file}}:
                yield from _stack(folder, file, artifact)


def _stack(folder: Path, file: str, artifact: Mapping[str, Any]) -> Iterator[TemplateFile | Failure]:
    notes = CdkNotes()
    try:
        notes = notes_of(_metadata(folder, artifact))
    except NotATemplateError as error:
        beside = folder / artifact["additionalMetadataFile"]
        yield Failure(what=beside.as_posix(), why=str(error))
    account, region = _environment(artifact.get("environment"))
    yield TemplateFile(path=folder / file, account=account, region=region, notes=notes)


def _metadata(folder: Path, artifact: Mapping[str, Any]) -> dict[str, Any]:
    """It stands in the manifest, and of newer releases of CDK in a file of its own."""
    written, beside = artifact.get("metadata"), artifact.get("additionalMetadataFile")
    own = object_of(text_of(folder / beside)) if isinstance(beside, str) else {}
    return {**(written if isinstance(written, dict) else {}), **own}


def _environment(environment: Any) -> tuple[str | None, str | None]:
    """The account and the region of "aws://ACCOUNT/REGION"."""
    parts = environment.removeprefix("aws://").split("/") if isinstance(environment, str) else []
    known = [part if part and not part.startswith("unknown-") else None for part in parts]
    return (known[0], known[1]) if len(known) == 2 else (None, None)  # noqa: PLR2004 - see above
