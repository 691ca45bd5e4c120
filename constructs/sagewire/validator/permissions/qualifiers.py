"""By which of its ARNs a function is called: its own, or that of a version or an alias."""

from __future__ import annotations

from sagewire.validator.graph.function import FUNCTION, Function
from sagewire.validator.known import Reference, Text
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

_ALIAS = "AWS::Lambda::Alias"
_VERSION = "AWS::Lambda::Version"
QUALIFIED = (_ALIAS, _VERSION)
_OF_FUNCTION = ":function:"
# As which no permission can be given: AWS does not say whether one on the function lets it be called as this.
_LATEST = "$LATEST"
# What is not known. A stage's variable stands in braces.
_OPEN = "*{"


def qualifier_in(value: Value) -> str | None:
    """The version or the alias that a text names a function with, * for one not known; empty for the function itself.

    None if it is not known whether it names one.
    """
    content = value.content
    parts = content.parts if isinstance(content, Text) else (content,)
    for position, part in enumerate(parts):
        if isinstance(part, Reference) and part.resource.type in (FUNCTION, *QUALIFIED):
            return _of_reference(part, _joined(parts[position + 1 :]))
    return _of_text(value.pattern or "*")


def are_others(one: str | None, other: str | None) -> bool:
    """Whether two of these certainly are not the same."""
    if one is None or other is None or one == other or _LATEST in (one, other):
        return False
    return not one or not other or "*" not in (one, other)


def called_as(function: Function, at: Value) -> str:
    """How a message calls a function that a place names by one of its ARNs."""
    name = function.resource.logical_id
    qualifier = qualifier_in(at)
    if qualifier == "*":
        return f"a version or an alias of {name}"
    return f"{name}:{qualifier}" if qualifier else name


def _joined(parts: tuple[object, ...]) -> str:
    return "".join(part if isinstance(part, str) else "*" for part in parts)


def _of_reference(part: Reference, after: str) -> str | None:
    if part.resource.type == FUNCTION:
        return _after_name(after)
    return _of_qualified(part.resource) if part.attribute in (None, "AliasArn", "FunctionArn") else None


def _of_qualified(resource: Resource) -> str:
    name = resource["Name"].text if resource.type == _ALIAS else None
    return name or "*"


def _of_text(text: str) -> str | None:
    """That of a name or an ARN that is written out."""
    name, colon, qualifier = text.rpartition(_OF_FUNCTION)[2].partition("/")[0].partition(":")
    return None if _is_open(name) else _after_name(f"{colon}{qualifier}")


def _after_name(text: str) -> str | None:
    """What follows a function's name: nothing, or a colon and the qualifier; API Gateway has more behind a slash."""
    if not text or text.startswith("/"):
        return ""
    if not text.startswith(":"):
        return None
    qualifier = text[1:].partition("/")[0]
    return "*" if _is_open(qualifier) else qualifier


def _is_open(text: str) -> bool:
    return any(letter in text for letter in _OPEN)
