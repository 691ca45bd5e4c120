"""A file that is to be read as a template."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from sagewire.validator.reading.cdk_notes import CdkNotes


class TemplateFile(NamedTuple):
    """A file that is to be read as a template.

    account, region: where it is deployed, if that is known. notes: what CDK writes beside it, if CDK wrote it.
    guessed: whether only its name speaks for it, so that something else may be in it.
    """

    path: Path
    account: str | None = None
    region: str | None = None
    notes: CdkNotes | None = None
    guessed: bool = False

    @property
    def name(self) -> str:
        """What reports call it: its path, relative where it was given so."""
        return self.path.as_posix()
