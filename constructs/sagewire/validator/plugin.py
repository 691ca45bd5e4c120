"""The validator as a plugin of CDK's validation, which looks at what an app synthesizes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import jsii
from aws_cdk import (
    IPolicyValidationContext,
    IPolicyValidationPlugin,
    PolicyValidationPluginReport,
    PolicyViolatingResource,
    PolicyViolation,
    Validations,
)
from constructs import IConstruct

import sagewire
from sagewire.validator.acknowledgement import unreasoned_in
from sagewire.validator.catalogue import all_rules
from sagewire.validator.failed_synth import end_without_traceback
from sagewire.validator.finding import Failure, Finding
from sagewire.validator.judge import judge
from sagewire.validator.quotas import check_quotas
from sagewire.validator.reading import read
from sagewire.validator.severity import Severity
from sagewire.validator.source_lines import SourceLines
from sagewire.validator.template import Template

_NAME = "sagewire"
_PREFIX = f"{_NAME}::"
# CDK lets errors be acknowledged, but not this.
_FATAL = "fatal"
_FAILING = (_FATAL, Severity.ERROR.value)


@jsii.implements(IPolicyValidationPlugin)
class Validator:
    """Fails the synthesis of an app that cannot work: `Validations.of(app).add_plugins(Validator())`.

    An error fails it; a warning is printed, and fails it under `cdk synth --strict`. Both can be acknowledged:
    `Validations.of(construct).acknowledge(Acknowledgment(id="sagewire::SW201", reason="..."))`.
    """

    def __init__(self, *, quotas: Mapping[str, int] | None = None) -> None:
        """Take what AWS has granted the account.

        From here on, Python ends without a traceback where a validation of CDK's fails: CDK's report says it all.

        Args:
            quotas: By the names in `sagewire.limits`, for those that AWS adjusts: {"REST_API_TIMEOUT": 60}.

        Raises:
            ValueError: For a limit that AWS does not adjust, and for a figure that is no whole number above 0.
        """
        self._quotas = check_quotas(quotas)
        end_without_traceback()

    @property
    def name(self) -> str:
        """What CDK's report calls it, and what stands before the ids that are acknowledged."""
        return _NAME

    @property
    def version(self) -> str:
        """The library's version."""
        return sagewire.__version__

    @property
    def rule_ids(self) -> list[str]:
        """The ids of all rules."""
        return [rule.id for rule in all_rules()]

    def validate(self, context: IPolicyValidationContext) -> PolicyValidationPluginReport:
        """Look at all stacks together. What could not be looked at fails the synthesis as an error does."""
        try:
            violations = list(self._violations_of(context))
        except Exception as error:  # noqa: BLE001 - CDK's command line lets an app pass whose plugin raises
            violations = [_broken(Failure(what="the validator", why=f"{type(error).__name__}: {error}"))]
        fails = any(violation.severity in _FAILING for violation in violations)
        return PolicyValidationPluginReport(success=not fails, violations=violations, plugin_version=self.version)

    def _violations_of(self, context: IPolicyValidationContext) -> Iterator[PolicyViolation]:
        reading = read(dict.fromkeys(Path(stack.template_path).parent for stack in context.stack_templates))
        yield from _unreasoned(context, reading.templates)
        for template in reading.templates:
            template.acknowledged = _left_to_us(template.acknowledged)
        report = judge(reading.templates, quotas=self._quotas)
        yield from map(_broken, (*reading.failures, *report.failures))
        yield from _violations(_with_lines(report.findings, context.app_construct))


def _broken(failure: Failure) -> PolicyViolation:
    return PolicyViolation(
        rule_name="not-looked-at",
        severity=_FATAL,
        description=f"{failure.what}: {failure.why}",
        fix="Synthesize again. Where it stays it is a defect of sagewire's: report it, and go on without the plugin.",
        violating_resources=[PolicyViolatingResource(construct_path="", locations=[])],
    )


def _unreasoned(context: IPolicyValidationContext, templates: Sequence[Template]) -> Iterator[PolicyViolation]:
    """What is acknowledged without a reason, which CDK lets pass."""
    noted = [*templates, Template("", {}, acknowledged=_above_stacks(context))]
    by_name = {template.name: template for template in noted}
    for found in unreasoned_in(noted):
        named = _PREFIX + found.id
        if named in by_name[found.template].acknowledged.get(found.at, {}):
            yield PolicyViolation(
                rule_name="acknowledged-without-a-reason",
                severity=_FATAL,
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
    lines = SourceLines() if findings else None
    known: dict[str, str | None] = {}
    for finding in findings:
        path = finding.construct
        if lines and path and path not in known:
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
