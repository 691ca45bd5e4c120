"""What the validator tells: findings, the paths that it looked along, and what could not be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sagewire.validator.severity import Severity


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One rule, broken at one place.

    template: its file, as it was given. resource: the logical id. property: the place in it, "Properties/Timeout".
    found, limit: what stands there and what is allowed. source: AWS's page. construct: the path of the construct that
    made the resource. line: "app.py:12", the line of Python that made it. path: the id of the path that it lies on.
    origin: the logical id under which the resource is written: another one where SAM makes it.
    """

    rule: str
    severity: Severity
    template: str
    resource: str
    property: str
    found: str
    limit: str
    message: str
    fix: str
    source: str
    construct: str | None = None
    line: str | None = None
    path: str | None = None
    origin: str | None = None


@dataclass(frozen=True, kw_only=True)
class Hop:
    """One station of a path, and what it allows: None where it has no such limit, or none is known.

    kind: "HTTP API", "Lambda function", "serverless endpoint". resource: the logical id. seconds: how long it waits, or
    may take. request, response: bytes. concurrency: at a time. stated: it is the user's own figure, as the model's
    latency is.
    """

    kind: str
    template: str
    resource: str
    seconds: float | None = None
    request: int | None = None
    response: int | None = None
    concurrency: float | None = None
    stated: bool = False


@dataclass(frozen=True, kw_only=True)
class PathSummary:
    """A way through the stack, from what triggers it to the model."""

    id: str
    hops: Sequence[Hop]


@dataclass(frozen=True, kw_only=True)
class Acknowledged:
    """A finding that someone gave a reason for. since: the day of that, if it is told."""

    finding: Finding
    reason: str
    since: date | None = None


@dataclass(frozen=True, kw_only=True)
class Failure:
    """What could not be looked at, and why: a file, or a rule that broke down."""

    what: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Report:
    """All that one look at some templates told, in the order of the templates, their resources and the rules.

    incomplete: those of the templates to which a macro or a loop adds more when they are deployed.
    """

    templates: Sequence[str] = ()
    incomplete: Sequence[str] = ()
    paths: Sequence[PathSummary] = ()
    findings: Sequence[Finding] = ()
    acknowledged: Sequence[Acknowledged] = ()
    failures: Sequence[Failure] = ()

    @property
    def errors(self) -> Sequence[Finding]:
        """The findings that cannot work, or that AWS refuses."""
        return [finding for finding in self.findings if finding.severity is Severity.ERROR]
