"""Statements of policies, and what each of them allows."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from functools import cached_property

from sagewire.validator.graph.meant import meant_wholly
from sagewire.validator.graph.naming import names_others, wholly_listed
from sagewire.validator.known import Text
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

_ENDPOINT = "AWS::SageMaker::Endpoint"
_NAMES_INVOCATION = "sagemaker:invoke"


class Statement:
    """A statement of a policy."""

    def __init__(self, value: Value) -> None:
        self.value = value

    @cached_property
    def allows(self) -> bool:
        """Whether it allows, and does not deny."""
        return self.value["Effect"].text == "Allow"

    @cached_property
    def actions(self) -> Sequence[Value]:
        """Its actions, as far as they are known."""
        return self.value["Action"].listed

    @cached_property
    def resources(self) -> Sequence[Value]:
        """Its resources, as far as they are known."""
        return self.value["Resource"].listed

    @property
    def conditions(self) -> Value:
        """Its conditions."""
        return self.value["Condition"]

    @property
    def condition_keys(self) -> frozenset[str] | None:
        """What its conditions ask about, in lower case, such as "aws:sourceaccount"; None if it is not all known."""
        conditions = self.conditions
        operators = conditions.entries.values()
        known = conditions.absent or (conditions.complete and len(operators) == len(conditions.content))
        if not known or not all(isinstance(operator.content, dict) for operator in operators):
            return None
        return frozenset(str(key).lower() for operator in operators for key in operator.content)

    def may_allow(self, action: str, resource: Resource | None = None) -> bool:
        """Whether it may allow an action, on a resource if one is given: false only where that is certain."""
        if self._denies:
            return False
        if self._open:
            return True
        if not any(_matches(action, pattern) for pattern in self._patterns):
            return False
        return resource is None or not names_others(self.value["Resource"], resource)

    def certainly_denies(self, action: str, resource: Resource | None = None) -> bool:
        """Whether it denies an action on anything, or on this endpoint, whatever else is allowed, and on no terms."""
        if not (self._denies and self.conditions.absent and self.covers(action)):
            return False
        return any(on.text == "*" or _is_endpoint(on, resource) for on in self.resources)

    def covers(self, action: str) -> bool:
        """Whether one of its actions is this one, or a pattern of it."""
        return any(pattern and _matches(action, pattern) for pattern in self._names)

    @cached_property
    def _denies(self) -> bool:
        return self.value["Effect"].text == "Deny"

    @cached_property
    def _open(self) -> bool:
        """Whether it may allow what it does not name."""
        value = self.value
        inverted = not (value["NotAction"].absent and value["NotResource"].absent)
        return inverted or not wholly_listed(value["Action"])

    @cached_property
    def _names(self) -> Sequence[str]:
        """Its actions of which all is known, and nothing for the others, in lower case."""
        return [(action.text or "").lower() for action in self.actions]

    @cached_property
    def _patterns(self) -> Sequence[str]:
        """Its actions with a * for what is not known of them, in lower case."""
        return [(action.pattern or "*").lower() for action in self.actions]

    @property
    def names_invocation(self) -> bool:
        """Whether one of its actions says by its name that it is to invoke endpoints: more than `sagemaker:*` does."""
        return any(name.startswith(_NAMES_INVOCATION) for name in self._names)

    def means_all(self, *endings: str) -> Value | None:
        """Where it names all resources, or all of a kind by the end of their ARNs, such as ":role/*"."""
        return next((on for on in self.resources if on.text == "*" or last_words(on).endswith(endings)), None)


def _is_endpoint(on: Value, resource: Resource | None) -> bool:
    """Whether a text is the ARN of an endpoint; those of buckets and functions do not mean all that is in them."""
    return resource is not None and resource.type == _ENDPOINT and meant_wholly(on) is resource


def _matches(action: str, pattern: str) -> bool:
    """Whether an action is the one that a pattern in lower case names, or one of those."""
    lower = action.lower()
    return lower == pattern or fnmatchcase(lower, pattern)


def statements_of(document: Value) -> list[Statement]:
    """The statements of a policy document."""
    return [Statement(value) for value in document["Statement"].listed]


def last_words(value: Value) -> str:
    """What a text ends in, as it stands in the template: all after the last part that is not known."""
    content = value.content
    last = content.parts[-1] if isinstance(content, Text) else content
    return last if isinstance(last, str) else ""
