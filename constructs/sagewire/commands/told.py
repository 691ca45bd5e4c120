"""What commands tell on standard output and standard error."""

from __future__ import annotations

import os
import sys

import typer

from sagewire.validator.reports.words import shown

COULD_NOT_RUN = 2


def complain(words: str) -> None:
    """One line on standard error."""
    typer.echo(f"sagewire: {shown(words)}", err=True)


def print_for_people(text: str) -> None:
    """Text in the terminal's encoding; what it has no character for is a question mark."""
    _print(text, sys.stdout.encoding)


def print_for_programs(text: str) -> None:
    """Text in UTF-8, whatever the terminal's encoding is."""
    _print(text, "utf-8")


def _print(text: str, encoding: str) -> None:
    """Who reads no further, as `head` does, has what it wants: that changes nothing of how the command ends.

    Raises:
        typer.Exit: It cannot be written, which is told in one line.
    """
    try:
        sys.stdout.buffer.write(text.encode(encoding, "replace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _write_no_more()
    except OSError as error:
        _write_no_more()
        complain(f"standard output: {error.strerror}")
        raise typer.Exit(COULD_NOT_RUN) from None


def _write_no_more() -> None:
    """Python tries once more, when it ends, to write what is left over."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def has_blocks() -> bool:
    """Whether the terminal's encoding has the character that bars are made of."""
    try:
        "█".encode(sys.stdout.encoding)
    except UnicodeEncodeError:
        return False
    return True
