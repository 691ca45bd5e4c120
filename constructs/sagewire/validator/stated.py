"""The facts that people state under Metadata.sagewire, of which resource each is, and which of them nobody reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sagewire.validator.graph.function import FUNCTION
from sagewire.validator.graph.model import MODEL
from sagewire.validator.known import Reference, Text
from sagewire.validator.resource import Resource
from sagewire.validator.value import Value

ACKNOWLEDGE = "acknowledge"
# What each fact tells, by its key, by the type of the resource that it is stated of.
FACTS: Mapping[str, Mapping[str, str]] = {
    MODEL: {
        "latencyMilliseconds": "of one invocation, 99th percentile",
        "memoryMiB": "of the loaded model, its framework included",
        "acceleratorMemoryMiB": "of the accelerators' own memory, all of them together",
        "startMilliseconds": "from the container's start to its first answer on /ping",
    },
    FUNCTION: {
        "deadlineMilliseconds": "how long its caller waits",
        "requestBytes": "of the largest request",
        "eventBytes": "of what comes by the queue, event or API, where that is not the request itself",
        "responseBytes": "of the largest response",
        "peakRate": "calls a second",
        "readTimeoutMilliseconds": "how long its code waits for an answer",
        "attempts": "how often its code asks",
        "records": "of a batch job",
    },
}
# Beneath this, two words have little in common: "latencyMs" and "latencyMilliseconds" have two thirds.
_ALIKE = 0.5


class Unread(NamedTuple):
    """A fact that nobody reads. why: what is wrong with it. limit: what would be read. fix: what to do, a sentence."""

    at: Value
    why: str
    limit: str
    fix: str


def unread_in(resource: Resource) -> Iterator[Unread]:
    """The facts stated of a resource that nobody reads, so that rules reckon without them."""
    stated = resource.stated
    if _is_none_of(stated, dict):
        keys = ", ".join(_known(resource))
        yield Unread(
            at=stated,
            why="is no object with facts",
            limit=keys,
            fix=f"Write an object with facts: {keys}.",
        )
    for key, value in stated.entries.items():
        if key == ACKNOWLEDGE:
            continue
        if key not in _known(resource):
            yield _misplaced(resource, key, value)
        elif (value.number is None and _is_none_of(value, int, float)) or (value.number or 0) < 0:
            yield Unread(
                at=value,
                why=f"is {value.shown}",
                limit="a number, 0 or above",
                fix=f"Write a number alone: {key}, {FACTS[resource.type][key]}.",
            )


def _misplaced(resource: Resource, key: str, value: Value) -> Unread:
    """A key that this type of resource has not, and where it belongs, or what may be meant."""
    own = _known(resource)
    owners = {fact: owner for owner, facts in FACTS.items() for fact in facts}
    near = _nearest(key, [*own, *owners])
    limit = ", ".join(own)
    if near is None:
        return Unread(at=value, why="is no fact that anything asks for", limit=limit, fix=f"State one of {limit}.")
    if near in own:
        return Unread(at=value, why=f"is no fact of {resource.type}", limit=limit, fix=f"Call it {near}.")
    owner = owners[near]
    called = "" if near == key else f", called {near}"
    return Unread(
        at=value,
        why=f"is not asked of {resource.type}",
        limit=limit,
        fix=f"State it under Metadata.sagewire of the {owner}{called}.",
    )


def _nearest(key: str, keys: list[str]) -> str | None:
    from difflib import get_close_matches  # noqa: PLC0415 - few templates have a fact that nobody reads

    by_lower = {known.lower(): known for known in keys}
    found = get_close_matches(key.lower(), by_lower, n=1, cutoff=_ALIKE)
    return by_lower[found[0]] if found else None


def _known(resource: Resource) -> list[str]:
    return [*FACTS.get(resource.type, ()), ACKNOWLEDGE]


def _is_none_of(value: Value, *kinds: type) -> bool:
    """Whether something stands there, certainly, and is of another kind."""
    content = value.content
    if not value.present or content is None or isinstance(content, Reference | Text):
        return False
    return isinstance(content, bool) or not isinstance(content, kinds)
