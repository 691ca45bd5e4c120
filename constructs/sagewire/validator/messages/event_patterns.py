"""What the patterns of EventBridge's rules let in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sagewire.validator.graph.naming import wholly_listed
from sagewire.validator.known import is_filling
from sagewire.validator.value import Value

_EITHER = "$or"


def fields(pattern: Value) -> Iterator[tuple[str, Value]]:
    """What a pattern asks for of an event, by the names at its top, be it certainly or as one of several ways."""
    for name, asked in pattern.entries.items():
        if name == _EITHER:
            for way in asked.elements:
                yield from fields(way)
        else:
            yield name, asked


def leaves(pattern: Value) -> Iterator[Value]:
    """All that a pattern holds in place of further objects, known or not: each should be a list of what is let in."""
    content = pattern.content if isinstance(pattern.content, dict) else {}
    for name in content:
        asked = pattern[name]
        if is_filling(name) or asked.absent:
            continue
        if isinstance(asked.content, dict):
            yield from leaves(asked)
        elif name == _EITHER and isinstance(asked.content, list):
            for way in asked.elements:
                yield from leaves(way)
        else:
            yield asked


def lets_in(asked: Value, text: str) -> bool:
    """Whether a field that is asked for certainly lets this text in: one of the filters on it does."""
    return any(_passes(one, text) for one in asked.elements)


def _passes(one: Value, text: str) -> bool:
    excluded = one["anything-but"]
    if excluded.present:
        return wholly_listed(excluded) and not any(_may_mean(each, text) for each in excluded.listed)
    begun, wild = one["prefix"].text, one["wildcard"].text
    if begun is not None:
        return text.startswith(begun)
    if wild is not None:
        return re.fullmatch(".*".join(map(re.escape, wild.split("*"))), text) is not None
    return one["exists"].flag is True or one.text == text


def _may_mean(excluded: Value, text: str) -> bool:
    """Whether what is left out may be this text, by its name or by a filter."""
    begun = excluded["prefix"]
    if begun.present:
        return not wholly_listed(begun) or any(text.startswith(each.text or "") for each in begun.listed)
    return excluded.text in (text, None)


def letters(text: str) -> str:
    """The letters and figures of a text, in whatever case: what people mean by it, however they write it."""
    return "".join(filter(str.isalnum, text.casefold()))
