"""Plain values: mostly such as people write, and now and then one at a boundary, beyond it, or of a wrong kind."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from aws_cdk import Duration, Size
from hypothesis import strategies as st

from sagewire.limits import Choice, Limit
from tests.properties.drawn import Amount, Call, Given, Later

Values = st.SearchStrategy[Any]

# One value in so many is odd; a construct has about ten, so that half of what is drawn is accepted.
_ODD_ONE_IN = 12


@st.composite
def mostly(draw: st.DrawFn, usual: Values, odd: Values) -> Any:
    """`usual`, and `odd` now and then."""
    return draw(odd if draw(st.integers(0, _ODD_ONE_IN - 1)) == _ODD_ONE_IN - 1 else usual)


@st.composite
def call(
    draw: st.DrawFn,
    of: Any,
    needed: Mapping[str, Values] | None = None,
    optional: Mapping[str, Values] | None = None,
    *,
    construct: bool = False,
    uses: Values | None = None,
) -> Call:
    """A call with all the needed arguments and some of the optional ones."""
    arguments = draw(st.fixed_dictionaries(dict(needed or {}), optional=dict(optional or {})))
    return Call(of, arguments, construct=construct, uses=tuple(draw(uses)) if uses is not None else ())


def rarely(*values: Any) -> Values:
    """None of an optional argument's odd values but now and then; `None` stands for what is not given."""
    return mostly(st.none(), st.sampled_from(values))


def given(*kinds: str) -> Values:
    """Something of the user's."""
    return st.sampled_from([Given(kind) for kind in kinds])


def later_number() -> Values:
    return st.builds(Later, type=st.just("Number"), number=st.integers(0, 1))


def later_text() -> Values:
    before, after = st.sampled_from(["", "a-"]), st.sampled_from(["", "-z"])
    return st.builds(Later, number=st.integers(0, 1), before=before, after=after)


def figure(least: float, most: float, *, whole: bool = True) -> Values:
    """A number from `least` to `most`."""
    inside = st.integers(math.ceil(least), math.floor(most)) if whole else st.floats(least, most, width=32)
    beyond = st.sampled_from([least - 1, most + 1, 0, -1, least + 0.5, 10**9])
    unreal = st.sampled_from([math.nan, math.inf, -math.inf])
    return mostly(st.one_of(inside, st.sampled_from([least, most])), st.one_of(beyond, later_number(), unreal))


def figure_of(limit: Limit) -> Values:
    """A number that an AWS figure bounds."""
    return figure(limit.minimum or 0, limit.value)


def one_of(choice: Choice) -> Values:
    """One of the values that AWS takes."""
    return mostly(st.sampled_from(choice.values), st.one_of(st.just("nothing"), st.just(""), later_text()))


def duration(least: float, most: float, *, unit: str = "seconds") -> Values:
    """A time within so many of a unit; CDK itself refuses negative ones."""
    inside = st.integers(math.ceil(least), math.floor(most))
    beyond = st.sampled_from([max(least - 1, 0), most + 1, 0, least + 0.5])
    figures = mostly(st.one_of(inside, st.sampled_from([least, most])), st.one_of(beyond, later_number()))
    other = st.one_of(inside, later_number()).map(lambda value: Amount(Duration, "minutes", value))
    return mostly(figures.map(lambda value: Amount(Duration, unit, value)), other)


def duration_of(limit: Limit) -> Values:
    """A time that an AWS figure in seconds bounds."""
    return duration(limit.minimum or 0, limit.value)


def size(least: float, most: float, *, unit: str) -> Values:
    """A size within so many of a unit; CDK itself refuses negative ones."""
    inside = st.integers(math.ceil(least), math.floor(most))
    beyond = st.sampled_from([max(least - 1, 0), most + 1, 0, least + 0.5])
    figures = mostly(st.one_of(inside, st.sampled_from([least, most])), st.one_of(beyond, later_number()))
    other = st.one_of(inside, later_number()).map(lambda value: Amount(Size, "kibibytes", value))
    return mostly(figures.map(lambda value: Amount(Size, unit, value)), other)


_LETTERS = "abcXYZ019"
_ODD_NAMES = ["", "-", "a-", "-a", "a_b", "a b", "org/model", "ä", "٣", "a\n", "x" * 64, "a:b", "${a}", "'", '"', "a.b"]


def name(longest: int = 63) -> Values:
    """A name of letters, digits and inner hyphens."""
    inside = st.from_regex(rf"[{_LETTERS}](-?[{_LETTERS}]){{0,8}}", fullmatch=True)
    ends = st.sampled_from(["a", "0", "A--b", "x" * longest])
    return mostly(st.one_of(inside, ends), st.one_of(st.sampled_from(_ODD_NAMES), later_text()))


def text() -> Values:
    """Any text that a person might put into a description or a label."""
    usual = st.sampled_from(["Ranking of books", "a", "two\nlines", "größer als 5 %", "x" * 200])
    return mostly(usual, st.one_of(st.sampled_from(["", "x" * 2000, "\x00", "${Token}", "🙂"]), later_text()))


def prefix() -> Values:
    """A prefix of keys in S3."""
    usual = st.sampled_from(["captured", "in/", "a/b/c/", "größe/", "with space/", "x" * 100])
    odd = st.sampled_from(["", "/", "/a", "*", "?", "a//b", "x" * 1000, "..", "a\nb", "${a}"])
    return mostly(usual, st.one_of(odd, later_text()))


INSTANCE_TYPES: Sequence[str] = ("ml.c7i.large", "ml.m5.xlarge", "ml.g5.xlarge", "ml.m5d.large", "ml.inf2.xlarge")
_ODD_TYPES = ["ml.t2.medium", "ml.inf1.xlarge", "c7i.large", "", "ml.", "ml.c7i", "ML.C7I.LARGE", "ml.c7i.large "]


def instance_type() -> Values:
    """What a model runs on."""
    return mostly(st.sampled_from(INSTANCE_TYPES), st.one_of(st.sampled_from(_ODD_TYPES), later_text()))
