"""Generates browsing behaviour: visitors with interests that drift, the pages they read, their next click."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from demo.catalogue import TOPICS, Content
from demo.seasons import SEASONS, Season

SESSIONS_PER_VISITOR = 5
VIEWS_PER_SESSION = (2, 6)

_FAVOURITE = 6.0  # how much more than the season's draw a visitor's own topic weighs
_DRIFT = 1.5  # how much interest a session moves to the topic that the season leads on to
_STAY, _WANDER = 0.62, 0.26  # within a session; what is left is a jump to any interest
_TIMELY = 3.0
_NEXT_IN_SERIES = 4.0  # an article links to the next of its topic, the last one to the first

_Choice = TypeVar("_Choice")


@dataclass(frozen=True, kw_only=True)
class Session:
    """One visit: slugs in the order they were viewed, and the slug clicked after them."""

    views: tuple[str, ...]
    click: str


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """Someone who browses, with their sessions in the order they happened."""

    id: str
    sessions: tuple[Session, ...]


def browse(*, season: str, visitors: int, seed: int) -> tuple[Visitor, ...]:
    """Generate `visitors` visitors of one season; equal arguments give equal behaviour.

    Raises:
        ValueError: the season is not one of `SEASONS`.
    """
    if season not in SEASONS:
        raise ValueError(f"unknown season {season!r}: use one of {', '.join(SEASONS)}")
    random = Random(f"{season}/{seed}")  # noqa: S311 - behaviour to learn from, not a secret
    return tuple(
        Visitor(id=f"v-{number:04}", sessions=_sessions(random, SEASONS[season])) for number in range(1, visitors + 1)
    )


def _sessions(random: Random, season: Season) -> tuple[Session, ...]:
    favourite = _pick(random, season.draw)
    interests = {**season.draw, favourite: season.draw[favourite] * _FAVOURITE}
    sessions = []
    for _ in range(SESSIONS_PER_VISITOR):
        topic = _pick(random, interests)
        sessions.append(_session(random, season, interests, topic))
        ahead = season.wanders_to[topic]
        interests = {**interests, ahead: interests[ahead] + _DRIFT}
    return tuple(sessions)


def _session(random: Random, season: Season, interests: Mapping[str, float], topic: str) -> Session:
    read: list[Content] = []
    for _ in range(random.randint(*VIEWS_PER_SESSION) + 1):
        read.append(_next_content(random, season, topic, read))
        topic = _next_topic(random, season, interests, topic)
    *views, click = (content.slug for content in read)
    return Session(views=tuple(views), click=click)


def _next_topic(random: Random, season: Season, interests: Mapping[str, float], topic: str) -> str:
    chance = random.random()
    if chance < _STAY:
        return topic
    if chance < _STAY + _WANDER:
        return season.wanders_to[topic]
    return _pick(random, interests)


def _next_content(random: Random, season: Season, topic: str, read: Sequence[Content]) -> Content:
    contents = TOPICS[topic]
    weights = {
        content: _appeal(season, content, rank=rank, follows=bool(read) and contents[rank - 1] == read[-1])
        for rank, content in enumerate(contents)
        if content not in read
    }
    return _pick(random, weights)


def _appeal(season: Season, content: Content, *, rank: int, follows: bool) -> float:
    timely = _TIMELY if content.slug in season.timely else 1.0
    return timely * (_NEXT_IN_SERIES if follows else 1.0) / math.pow(rank + 1, 0.4)


def _pick(random: Random, weights: Mapping[_Choice, float]) -> _Choice:
    return random.choices(tuple(weights), tuple(weights.values()))[0]
