"""Checks of what a construct was given; a token is let through, since its value is known at deployment only."""

import math
import re
from collections.abc import Collection, Mapping

from aws_cdk import Duration

from sagewire.amounts import in_seconds
from sagewire.limits import NAME_LENGTH, RULE_DESCRIPTION, RULE_NAME, Choice, Limit
from sagewire.pseudo import is_token, with_tokens_as

_NAME = re.compile(r"[a-zA-Z0-9](-*[a-zA-Z0-9])*")
_RULE_NAME = re.compile(rf"[a-zA-Z0-9._-]{{1,{RULE_NAME.value}}}")

_PERIODS = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricStat.html"
# In seconds. CloudWatch takes more, but SageMaker publishes each 10 s at most, and CDK takes no 20.
_SHORT_PERIODS = (10, 30)


def check_range(name: str, value: float | None, limit: Limit) -> None:
    """Raise ValueError unless `value` lies between the limit's minimum and its value."""
    if value is None or is_token(value):
        return
    minimum = limit.minimum or 0
    if not minimum <= value <= limit.value:
        raise ValueError(
            f"{name} is {_plain(value)}; allowed are {minimum} to {limit.value} {limit.unit} ({limit.source})"
        )
    if value != int(value):
        raise ValueError(
            f"{name} is {value}; allowed are whole numbers, {minimum} to {limit.value} {limit.unit} ({limit.source})"
        )


def check_at_least(name: str, value: float, minimum: float) -> None:
    """Raise ValueError for a value below `minimum`, where no upper limit is known, or one that is no number."""
    # Neither NaN nor infinity has a place in JSON, and CDK's kernel dies of them.
    if not is_token(value) and not minimum <= value < math.inf:
        kind = "" if math.isfinite(value) else "finite figures, "
        raise ValueError(f"{name} is {_plain(value)}; allowed are {kind}{_plain(minimum)} and above")


def check_count(name: str, value: float, minimum: float) -> None:
    """Raise ValueError for a value below `minimum`, or one that counts nothing, since it is not whole."""
    check_at_least(name, value, minimum)
    if not is_token(value) and value != int(value):
        raise ValueError(f"{name} is {value}; allowed are whole numbers, {_plain(minimum)} and above")


def check_known(name: str, value: float) -> None:
    """Raise ValueError for a token, where other settings follow from the value."""
    if is_token(value):
        raise ValueError(
            f"{name} is known at deployment only; give a figure, since settings of the function follow from it"
        )


def check_choice(name: str, value: object, allowed: Collection[object]) -> None:
    """Raise ValueError unless `value` is one of `allowed`."""
    if value not in allowed:
        raise ValueError(f"{name} is {value!r}; allowed are {', '.join(str(choice) for choice in allowed)}")


def check_one_of(name: str, value: object, choice: Choice) -> None:
    """Raise ValueError unless `value` is one of those that AWS takes."""
    if value is None or is_token(value):
        return
    if value not in choice.values:
        allowed = ", ".join(map(str, choice.values))
        raise ValueError(f"{name} is {value!r}; allowed are {allowed} ({choice.source})")


def check_duration(name: str, value: Duration | None, limit: Limit) -> None:
    """Raise ValueError for a time outside the limit, which is in seconds, or not of whole seconds."""
    if value is None:
        return
    seconds = in_seconds(name, value)
    if not is_token(seconds) and seconds != int(seconds):
        raise ValueError(f"{name} is {seconds} s; allowed are whole seconds ({limit.source})")
    check_range(f"{name} in seconds", seconds, limit)


def check_whole_seconds(name: str, value: Duration | None) -> None:
    """Raise ValueError for a time that is not of whole seconds, where no limit is known."""
    if value is not None:
        check_count(f"{name} in seconds", in_seconds(name, value), 0)


def check_period(name: str, value: Duration | None) -> None:
    """Raise ValueError for a time over which CloudWatch sums up no metric of SageMaker's."""
    if value is None:
        return
    seconds = in_seconds(name, value)
    if not is_token(seconds) and seconds not in _SHORT_PERIODS and (seconds % 60 or not seconds):
        short = " s, ".join(map(str, _SHORT_PERIODS))
        raise ValueError(f"{name} is {_plain(seconds)} s; allowed are {short} s and whole minutes ({_PERIODS})")


def check_duration_of(name: str, value: Duration | None, choice: Choice) -> None:
    """Raise ValueError unless `value` is one of those times, in seconds, that AWS takes."""
    if value is not None:
        check_one_of(f"{name} in seconds", in_seconds(name, value), choice)


def refuse_beside(name: str, others: Mapping[str, object]) -> None:
    """Raise ValueError if one of the others is given as well."""
    given = [other for other, value in others.items() if value is not None]
    if given:
        raise ValueError(f"{name} is given together with {', '.join(given)}: leave {name} or the rest out")


def check_name(name: str, value: str | None) -> None:
    """Raise ValueError unless `value` may name a SageMaker endpoint, variant or model."""
    if value is None or is_token(value):
        return
    if len(value) > NAME_LENGTH.value or not _NAME.fullmatch(value):
        raise ValueError(
            f"{name} is {value!r}; allowed are 1 to {NAME_LENGTH.value} letters, digits and inner hyphens"
            f" ({NAME_LENGTH.source})"
        )


def check_uri(name: str, prefix: str, uri: str, limit: Limit) -> None:
    """Raise ValueError for a prefix that makes a URI which SageMaker does not take."""
    # A token stands for a bucket's name, of which three characters are the least.
    given, length = (len(with_tokens_as("xxx", text)) for text in (prefix, uri))
    if length > limit.value:
        raise ValueError(
            f"{name} has {given} characters and makes a URI of {length}, s3:// and the bucket's name included;"
            f" allowed are {limit.value} ({limit.source})"
        )
    if not prefix.isprintable():
        raise ValueError(f"{name} is {prefix!r}; allowed are characters that can be printed, no line breaks or tabs")


def check_rule(*, rule_name: str | None, description: str | None) -> None:
    """Raise ValueError for what EventBridge does not take of a rule."""
    if rule_name is not None and not is_token(rule_name) and not _RULE_NAME.fullmatch(rule_name):
        raise ValueError(
            f"rule_name is {rule_name!r}; allowed are 1 to {RULE_NAME.value} letters, digits, periods, hyphens and"
            f" underscores ({RULE_NAME.source})"
        )
    if description is not None and not is_token(description):
        check_range("the length of description", len(description), RULE_DESCRIPTION)


def _plain(number: float) -> str:
    return str(int(number)) if math.isfinite(number) and number == int(number) else str(number)
