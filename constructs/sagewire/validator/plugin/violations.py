"""What the validator finds in what an app synthesizes, as CDK reports it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from aws_cdk import IPolicyValidationContext, PolicyViolatingResource, PolicyViolation, Validations
from constructs import IConstruct

from sagewire.validator.acknowledgement import Unreasoned, rule_id_of, unreasoned_in
from sagewire.validator.catalogue import all_rules
from sagewire.validator.construct_paths import upwards
from sagewire.validator.finding import Finding
from sagewire.validator.judge import judge
from sagewire.validator.plugin.construct_tree import down_to
from sagewire.validator.plugin.fatal import FATAL
from sagewire.validator.plugin.not_looked_at import not_looked_at
from sagewire.validator.plugin.stages import failing_in_stages
from sagewire.validator.reading import read
from sagewire.validator.severity import Severity
from sagewire.validator.template import Template

_PREFIX = "sagewire::"


def violations_of(context: IPolicyValidationContext, *, quotas: Mapping[str, int]) -> list[PolicyViolation]:
    """What is found in all stacks together, and what could not be looked at."""
    reading = read(dict.fromkeys(Path(stack.template_path).parent for stack in context.stack_templates))
    app = context.app_construct
    noted = [*reading.templates, Template("", {}, acknowledged=_above_stacks(context))]
    unreasoned = list(_unreasoned(noted))
    odd = [*map(_without_reason, unreasoned), *_unknown(noted)]
    by_cdk = _applied_by_cdk(noted)
    for template in reading.templates:
        template.acknowledged = _left_to_us(template.acknowledged)
    report = judge(reading.templates, quotas=quotas)
    found = list(_with_lines(report.findings, app))
    told = [*odd, *map(not_looked_at, (*reading.failures, *report.failures)), *_violations(found)]
    failing = [(one.rule, one.construct or "") for one in found if one.severity is Severity.ERROR]
    left = [(rule, at) for rule, at in failing if not any((path, rule) in by_cdk for path in ("", *upwards(at)))]
    return [*told, *failing_in_stages([*((one.id, one.at) for one in unreasoned), *left], app)]


def _unreasoned(noted: Sequence[Template]) -> Iterator[Unreasoned]:
    """What is acknowledged without a reason, which CDK lets pass. noted: what has acknowledgements of CDK's."""
    by_name = {template.name: template for template in noted}
    for found in unreasoned_in(noted):
        if _PREFIX + found.id in by_name[found.template].acknowledged.get(found.at, {}):
            yield found


def _without_reason(found: Unreasoned) -> PolicyViolation:
    return PolicyViolation(
        rule_name="acknowledged-without-a-reason",
        severity=FATAL,
        description=f"{found.id} is acknowledged {'' if found.at else 'for the whole app, '}without a reason",
        fix=f"Say why: Acknowledgment(id={_PREFIX + found.id!r}, reason='...'), or do not acknowledge it.",
        violating_resources=[PolicyViolatingResource(construct_path=found.at, locations=[])],
    )


def _unknown(noted: Sequence[Template]) -> Iterator[PolicyViolation]:
    """What is acknowledged of a rule that there is not."""
    rules = {rule.id for rule in all_rules()}
    for path, named in sorted(set(_notes(noted))):
        if named.startswith(_PREFIX) and rule_id_of(named) not in rules:
            yield PolicyViolation(
                rule_name="acknowledged-no-rule",
                severity=Severity.WARNING.value,
                description=f"{named} is acknowledged, which is no rule: it does not count",
                fix="Write the id as the report has it, such as sagewire::SW201.",
                violating_resources=[PolicyViolatingResource(construct_path=path, locations=[])],
            )


def _applied_by_cdk(noted: Sequence[Template]) -> frozenset[tuple[str, str]]:
    """The rules that CDK takes for acknowledged, with the paths below which it does."""
    return frozenset((path, named.removeprefix(_PREFIX)) for path, named in _notes(noted) if _is_exact(named))


def _notes(noted: Sequence[Template]) -> Iterator[tuple[str, str]]:
    """What is acknowledged of constructs, as it is written: the path, and the id."""
    for template in noted:
        for path, reasons in template.acknowledged.items():
            yield from ((path, named) for named in reasons)


def _is_exact(named: str) -> bool:
    """Whether an id is written as CDK has it of this plugin, letter by letter."""
    known = rule_id_of(named)
    return known is not None and named == _PREFIX + known


def _above_stacks(context: IPolicyValidationContext) -> Mapping[str, Mapping[str, str]]:
    """The acknowledgements on the app, and on what is between it and its stacks: CDK writes them into no file."""
    found: dict[str, dict[str, str]] = {}
    around = [stack.stack_construct_path.rpartition("/")[0] for stack in context.stack_templates]
    for path in sorted({"", *(path for nearest in around for path in upwards(nearest))}):
        construct = down_to(path, context.app_construct)[-1]
        for entry in construct.node.metadata:
            if entry.type == Validations.ACKNOWLEDGED_RULES_METADATA_KEY:
                found.setdefault(path, {}).update(entry.data)
    return found


def _left_to_us(acknowledged: Mapping[str, Mapping[str, str]]) -> Mapping[str, Mapping[str, str]]:
    """The acknowledgements but for those that CDK applies, and keeps in its report."""
    return {
        path: {named: reason for named, reason in reasons.items() if not _is_exact(named)}
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
            known[path] = lines.line_of(path, [type(each) for each in down_to(path, app)])
        yield replace(finding, line=known.get(path or ""))


def _violations(findings: Iterable[Finding]) -> list[PolicyViolation]:
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
