"""What a rule is, and how it says what it found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sagewire.limits import Choice, Limit
from sagewire.validator.figures import figure
from sagewire.validator.severity import Severity
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

if TYPE_CHECKING:
    from sagewire.validator.graph import Graph
    from sagewire.validator.path import DirectPath, Path


class Fault(NamedTuple):
    """One place at which a rule is broken.

    at: the value that is wrong, or that is missing; the resource where it is no single value.
    found: what stands there, as the message quotes it. limit: what is allowed, where the rule's own limit is not it.
    words: what else the message and the fix name. path: the way through the stack that it lies on.
    severity: where this fault is worse, or less bad, than those of its rule usually are.
    """

    at: Value | Resource
    found: str
    limit: str | None = None
    words: Mapping[str, Any] | None = None
    path: Path | DirectPath | None = None
    severity: Severity | None = None

    @property
    def resource(self) -> Resource:
        """The resource."""
        return self.at if isinstance(self.at, Resource) else self.at.owner

    @property
    def place(self) -> str:
        """The place in the resource: "Properties/Timeout"; empty for the resource as a whole."""
        return "" if isinstance(self.at, Resource) else self.at.place


def fault(
    at: Value | Resource,
    found: object = None,
    *,
    limit: object = None,
    path: Path | DirectPath | None = None,
    severity: Severity | None = None,
    **words: object,
) -> Fault:
    """A fault; `found` is what stands at the place unless it is given."""
    if found is None:
        found = at.logical_id if isinstance(at, Resource) else at.shown
    return Fault(at, _said(found), None if limit is None else _said(limit), words, path, severity)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One thing that can be wrong with a stack.

    id: "SW203"; the hundreds are its family. title: what is wrong, in a line. why: what comes of it (the module's
    docstring). limit: the figure of AWS's that it goes by. message, fix: for people, with {found}, {limit}, {resource}
    and the words of the fault. source: AWS's page. wrong, right: make a template that breaks this rule, once, and no
    other; and one that breaks none. Who judges templates has no need of them, and does not wait until they are put
    together. region: where these two are deployed, if the rule asks for that.
    """

    id: str
    title: str
    severity: Severity
    why: str | None
    message: str
    fix: str
    check: Callable[[Graph], Iterable[Fault]]
    wrong: Callable[[], Mapping[str, Any]]
    right: Callable[[], Mapping[str, Any]]
    limit: Limit | Choice | None = None
    source: str | None = None
    region: str | None = None

    @property
    def page(self) -> str:
        """AWS's page that the rule follows from."""
        page = self.source or (self.limit.source if self.limit else None)
        assert page, f"{self.id} names no source"
        return page

    def allowed(self, fault: Fault) -> str:
        """What is allowed, as the report says it."""
        if fault.limit is not None:
            return fault.limit
        match self.limit:
            case Limit(value=value, unit=unit):
                return f"{value:,} {unit}"
            case Choice(values=values):
                return ", ".join(map(str, values))
        return ""

    def say(self, sentence: str, fault: Fault) -> str:
        """A message or a fix about one fault."""
        words = {"found": fault.found, "limit": self.allowed(fault), "resource": fault.resource.logical_id}
        return sentence.format(**words, **(fault.words or {}))


def _said(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return figure(value)
    return str(value)
