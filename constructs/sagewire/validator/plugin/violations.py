"""What the validator finds in what an app synthesizes, as CDK reports it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from aws_cdk import IPolicyValidationContext, PolicyViolatingResource, PolicyViolation, Validations
from constructs import IConstruct

from sagewire.validator.acknowledgement import unreasoned_in
from sagewire.validator.finding import Finding
from sagewire.validator.garbage import garbage_kept
from sagewire.validator.judge import judge
from sagewire.validator.plugin.not_looked_at import FATAL, not_looked_at
from sagewire.validator.reading import read
from sagewire.validator.severity import Severity
from sagewire.validator.template import Template

_PREFIX = "sagewire::"


def violations_of(context: IPolicyValidationContext, *, quotas: Mapping[str, int]) -> list[PolicyViolation]:
    """What is found in all stacks together, and what could not be looked at."""
    with garbage_kept():
        reading = read(dict.fromkeys(Path(stack.template_path).parent for stack in context.stack_templates))
        unreasoned = list(_unreasoned(context, reading.templates))
        for template in reading.templates:
            template.acknowledged = _left_to_us(template.acknowledged)
        report = judge(reading.templates, quotas=quotas)
        found = _violations(_with_lines(report.findings, context.app_construct))
    return [*unreasoned, *map(not_looked_at, (*reading.failures, *report.failures)), *found]


def _unreasoned(context: IPolicyValidationContext, templates: Sequence[Template]) -> Iterator[PolicyViolation]:
    """What is acknowledged without a reason, which CDK lets pass."""
    noted = [*templates, Template("", {}, acknowledged=_above_stacks(context))]
    by_name = {template.name: template for template in noted}
    for found in unreasoned_in(noted):
        named = _PREFIX + found.id
        if named in by_name[found.template].acknowledged.get(found.at, {}):
            yield PolicyViolation(
                rule_name="acknowledged-without-a-reason",
                severity=FATAL,
                description=f"{found.id} is acknowledged {'' if found.at else 'for the whole app, '}without a reason",
                fix=f"Say why: Acknowledgment(id={named!r}, reason='...'), or do not acknowledge it.",
                violating_resources=[PolicyViolatingResource(construct_path=found.at, locations=[])],
            )


def _above_stacks(context: IPolicyValidationContext) -> Mapping[str, Mapping[str, str]]:
    """The acknowledgements on the app, and on what is between it and its stacks: CDK writes them into no file."""
    found: dict[str, dict[str, str]] = {}
    above = {path for stack in context.stack_templates for path in _paths_above(stack.stack_construct_path)}
    for path in sorted(above):
        construct = _down_to(path, context.app_construct)[-1]
        for entry in construct.node.metadata:
            if entry.type == Validations.ACKNOWLEDGED_RULES_METADATA_KEY:
                found.setdefault(path, {}).update(entry.data)
    return found


def _paths_above(path: str) -> Iterator[str]:
    while path:
        path = path.rpartition("/")[0]
        yield path


def _down_to(path: str, app: IConstruct) -> list[IConstruct]:
    """The app, and the constructs on the way down to a path."""
    found = [app]
    for part in path.split("/") if path else ():
        below = found[-1].node.try_find_child(part)
        if below is None:
            break
        found.append(below)
    return found


def _left_to_us(acknowledged: Mapping[str, Mapping[str, str]]) -> Mapping[str, Mapping[str, str]]:
    """The acknowledgements but for those that name this plugin: CDK applies them, and keeps them in its report."""
    return {
        path: {rule: reason for rule, reason in reasons.items() if not rule.startswith(_PREFIX)}
        for path, reasons in acknowledged.items()
    }


def _with_lines(findings: Sequence[Finding], app: IConstruct) -> Iterator[Finding]:
    """The findings, each with the line of Python that made its resource, where that can be told."""
    if not findings:
        return
    from sagewire.validator.plugin.source_lines import SourceLines  # noqa: PLC0415 - most apps have no finding

    lines = SourceLines()
    known: dict[str, str | None] = {}
    for finding in findings:
        path = finding.construct
        if path and path not in known:
            known[path] = lines.line_of(path, [type(each) for each in _down_to(path, app)])
        yield replace(finding, line=known.get(path or ""))


def _violations(findings: Iterator[Finding]) -> list[PolicyViolation]:
    """One for all that the report says the same of."""
    grouped: dict[tuple[str, Severity, str, str], list[Finding]] = {}
    for finding in findings:
        where = f" ({finding.line})" if finding.line else ""
        said = finding.message + where, f"{finding.fix}\n{finding.source}"
        grouped.setdefault((finding.rule, finding.severity, *said), []).append(finding)
    return [
        PolicyViolation(
            rule_name=rule, severity=severity.value, description=message, fix=fix, violating_resources=_resources(alike)
        )
        for (rule, severity, message, fix), alike in grouped.items()
    ]


def _resources(findings: Sequence[Finding]) -> list[PolicyViolatingResource]:
    places: dict[tuple[str, str], list[str]] = {}
    for finding in findings:
        places.setdefault((finding.template, finding.resource), []).extend(
            [finding.property] if finding.property else []
        )
    return [
        PolicyViolatingResource(resource_logical_id=resource, template_path=template, locations=locations)
        for (template, resource), locations in places.items()
    ]
