"""What commands tell on standard output and standard error."""

from __future__ import annotations

import sys

import typer

from sagewire.validator.reports.words import shown

COULD_NOT_RUN = 2


def complain(words: str) -> None:
    """One line on standard error."""
    typer.echo(f"sagewire: {shown(words)}", err=True)


def print_for_people(text: str) -> None:
    """Text in the terminal's encoding; what it has no character for is a question mark."""
    sys.stdout.buffer.write(text.encode(sys.stdout.encoding, "replace"))
    sys.stdout.buffer.flush()


def print_for_programs(text: str) -> None:
    """Text in UTF-8, whatever the terminal's encoding is."""
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


def has_blocks() -> bool:
    """Whether the terminal's encoding has the character that bars are made of."""
    try:
        "█".encode(sys.stdout.encoding)
    except UnicodeEncodeError:
        return False
    return True
