"""What is asked of CDK often and never changes, so that synthesis does not wait for it each time.

A call over jsii takes 0.2 to 0.5 ms and an app makes thousands: whether a value is a token can be read off the value
itself, and the pseudo parameters are the same four strings for as long as the process lives.
"""

import math
import re
from functools import cache
from weakref import WeakKeyDictionary

from aws_cdk import Aws, Duration, Fn, Stack
from constructs import IConstruct

_TEXT = re.compile(r"\$\{Token\[[^\]]*\]\}")
_LIST_PREFIX = "#{Token["
# CDK writes a number token as a negative double whose high bits no figure of AWS reaches.
_LARGEST_NUMBER_TOKEN = -1e280


def is_token(value: object) -> bool:
    """Whether the value is known at deployment only."""
    match value:
        case bool() | None:
            return False
        case str():
            return _TEXT.search(value) is not None
        case int() | float():
            return -math.inf < value <= _LARGEST_NUMBER_TOKEN
        case [str() as only]:
            return only.startswith(_LIST_PREFIX)
    return hasattr(value, "creation_stack")


_STACKS: "WeakKeyDictionary[IConstruct, Stack]" = WeakKeyDictionary()


def stack_of(scope: IConstruct) -> Stack:
    """The stack of a construct, asked for once."""
    if isinstance(scope, Stack):
        return scope
    stack = _STACKS.get(scope)
    if stack is None:
        stack = _STACKS[scope] = Stack.of(scope)
    return stack


def settle(construct: IConstruct, scope: IConstruct) -> None:
    """Remember that a construct is in the stack of its scope."""
    _STACKS[construct] = stack_of(scope)


def with_tokens_as(stand_in: str, text: str) -> str:
    """The text with something that is known at synth in place of each token."""
    return _TEXT.sub(stand_in, text)


@cache
def partition() -> str:
    """AWS::Partition."""
    return Aws.PARTITION


@cache
def region() -> str:
    """AWS::Region."""
    return Aws.REGION


@cache
def account() -> str:
    """AWS::AccountId."""
    return Aws.ACCOUNT_ID


@cache
def url_suffix() -> str:
    """AWS::URLSuffix."""
    return Aws.URL_SUFFIX


@cache
def seconds(count: float) -> Duration:
    """A time, the same object each time."""
    return Duration.seconds(count)


@cache
def stack_digits() -> str:
    """Twelve digits that are different for every stack that was ever made: the end of its id."""
    return Fn.select(4, Fn.split("-", Fn.select(2, Fn.split("/", Aws.STACK_ID))))


@cache
def written() -> dict[str, str]:
    """The pseudo parameters' names in a template, by their tokens."""
    return {
        partition(): "AWS::Partition",
        region(): "AWS::Region",
        account(): "AWS::AccountId",
        url_suffix(): "AWS::URLSuffix",
    }
