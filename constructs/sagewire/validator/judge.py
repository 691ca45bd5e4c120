"""Judges templates: template -> graph -> paths -> findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from sagewire.validator.acknowledgement import Acknowledgement, acknowledged_in
from sagewire.validator.assembly import Assembly
from sagewire.validator.catalogue import all_rules
from sagewire.validator.finding import Acknowledged, Failure, Finding, Report
from sagewire.validator.garbage import garbage_kept
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule
from sagewire.validator.template import Template

_T = TypeVar("_T")


def judge(
    templates: Sequence[Template],
    *,
    region: str | None = None,
    quotas: Mapping[str, int] | None = None,
    today: date | None = None,
    rules: Iterable[Rule] | None = None,
) -> Report:
    """Look at templates together.

    Args:
        templates: They may refer to one another by exports, nested stacks, and names.
        region: Where they are deployed, if that is known.
        quotas: What AWS has granted this account, by the name of the limit; see `limits`.
        today: The day of the deployment, for what AWS ends on a day; the present day unless given.
        rules: All of them unless given.

    Returns:
        What was found. A rule that breaks down is a failure in the report, and the others are still asked.
    """
    with garbage_kept():
        graph = Graph(Assembly(templates), region=region, quotas=quotas, today=today)
        try:
            return _report(graph, all_rules() if rules is None else rules)
        finally:
            graph.forget()


def _report(graph: Graph, rules: Iterable[Rule]) -> Report:
    told = _Told()
    for rule in rules:
        told.ask(rule, graph)
    paths = told.of("paths", lambda: [path.summary for path in (*graph.paths, *graph.direct_paths)])
    names = [template.name for template in graph.assembly.templates]
    order = {name: position for position, name in enumerate(names)}
    return Report(
        templates=names,
        incomplete=[template.name for template in graph.assembly.templates if not template.complete],
        paths=paths,
        findings=sorted(told.findings, key=lambda finding: _order(finding, order)),
        acknowledged=told.acknowledged,
        failures=told.failures,
    )


class _Told:
    """What the rules have told so far."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.acknowledged: list[Acknowledged] = []
        self.failures: list[Failure] = []

    def ask(self, rule: Rule, graph: Graph) -> None:
        """Note what one rule finds; nothing of it where it breaks down in the middle."""
        found = self.of(
            f"rule {rule.id}",
            lambda: [(_finding(rule, fault), acknowledged_in(fault.resource, rule.id)) for fault in rule.check(graph)],
        )
        for finding, reason in found:
            if reason is None:
                self.findings.append(finding)
            else:
                self.acknowledged.append(_acknowledged(finding, reason))

    def of(self, what: str, told: Callable[[], list[_T]]) -> list[_T]:
        """What is told; nothing, and a failure, where that breaks down."""
        try:
            return told()
        except Exception as error:  # noqa: BLE001 - what is broken must not hide what the others find
            self.failures.append(Failure(what=what, why=f"{type(error).__name__}: {error}"))
            return []


def templates_of(bodies: Mapping[str, Mapping[str, Any]], *, region: str | None = None) -> list[Template]:
    """Templates that are at hand as Python objects, by name."""
    return [Template(name, body, region=region) for name, body in bodies.items()]


def _finding(rule: Rule, fault: Fault) -> Finding:
    resource = fault.resource
    return Finding(
        rule=rule.id,
        severity=fault.severity or rule.severity,
        template=resource.template.name,
        resource=resource.logical_id,
        property=fault.place,
        found=fault.found,
        limit=rule.allowed(fault),
        message=rule.say(rule.message, fault),
        fix=rule.say(rule.fix, fault),
        source=rule.page,
        construct=resource.construct_path,
        path=fault.path.id if fault.path else None,
        origin=resource.origin,
    )


def _acknowledged(finding: Finding, given: Acknowledgement) -> Acknowledged:
    return Acknowledged(finding=finding, reason=given.reason, since=given.since)


def _order(finding: Finding, order: Mapping[str, int]) -> tuple[int, str, str, str]:
    return order[finding.template], finding.resource, finding.rule, finding.property
