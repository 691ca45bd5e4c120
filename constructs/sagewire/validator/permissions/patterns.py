"""Patterns of names and ARNs, in which * is any number of characters and ? is one: whether two may mean the same."""

from __future__ import annotations

import re

# Any number of characters of one part of an ARN: of its region, a stage or the name of a bucket; and of its last part.
IN_NAME = "\0"
IN_LAST = "\1"
_ENDS = {IN_NAME: re.compile("[/:]"), IN_LAST: re.compile(":")}
_OPEN = re.compile(rf"[*?{IN_NAME}{IN_LAST}]")


def meet(one: str, other: str) -> bool:
    """Whether some text fits both patterns; in the first, IN_NAME and IN_LAST may stand as well."""
    beginning = one.removesuffix("*")
    if not _OPEN.search(beginning) and (one == other or (one != beginning and other.startswith(beginning))):
        return True  # so it is for most, and far quicker
    reached = _skipped({0}, other)
    for letter in one:
        if letter == "*":
            reached = set(range(min(reached, default=len(other) + 1), len(other) + 1))
        elif letter in _ENDS:
            reached = {to for at in reached for to in range(at, _end(other, at, _ENDS[letter]) + 1)}
        else:
            taken = {at for at in reached if at < len(other) and _fits(letter, other[at])}
            reached = _skipped({at if other[at] == "*" else at + 1 for at in taken}, other)
    return len(other) in reached


def _end(text: str, start: int, end: re.Pattern[str]) -> int:
    found = end.search(text, start)
    return len(text) if found is None else found.start()


def _skipped(reached: set[int], other: str) -> set[int]:
    """The places that are reached where a * stands for nothing."""
    found = set(reached)
    for at, letter in enumerate(other):
        if letter == "*" and at in found:
            found.add(at + 1)
    return found


def _fits(letter: str, another: str) -> bool:
    return another in (letter, "*", "?") or letter == "?"
