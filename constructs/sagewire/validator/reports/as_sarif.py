"""The report for code hosts: SARIF 2.1.0, https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html."""

import json
import os
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from sagewire import __version__
from sagewire.validator.finding import Failure, Finding, Report
from sagewire.validator.reports.places import template_line
from sagewire.validator.reports.words import shown
from sagewire.validator.rule import Rule
from sagewire.validator.severity import Severity

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render(report: Report, *, rules: Sequence[Rule], texts: Mapping[str, str]) -> str:
    """The report as SARIF. rules: those that were asked. texts: the files, by the templates' names."""
    positions = {rule.id: position for position, rule in enumerate(rules)}
    results = [_result(finding, positions, texts) for finding in report.findings]
    for each in report.acknowledged:
        suppressed = [{"kind": "inSource", "justification": shown(each.reason)}]
        results.append(_result(each.finding, positions, texts) | {"suppressions": suppressed})
    driver = {
        "name": "sagewire",
        "semanticVersion": __version__,
        "rules": [_rule(rule) for rule in rules],
    }
    invocation = {
        "executionSuccessful": not report.failures,
        "toolExecutionNotifications": [_notification(failure) for failure in report.failures],
    }
    run = {"tool": {"driver": driver}, "invocations": [invocation], "results": results}
    return f"{json.dumps({'$schema': _SCHEMA, 'version': '2.1.0', 'runs': [run]}, indent=2)}\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": " ".join((rule.why or rule.title).split())},
        "helpUri": rule.page,
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(finding: Finding, positions: Mapping[str, int], texts: Mapping[str, str]) -> dict[str, Any]:
    index = {"ruleIndex": positions[finding.rule]} if finding.rule in positions else {}
    place = "\n".join([finding.rule, finding.template, finding.resource, finding.property, finding.path or ""])
    return {
        "ruleId": finding.rule,
        **index,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{shown(finding.message)}. {shown(finding.fix)}"},
        "locations": [_location(finding, texts)],
        "partialFingerprints": {"place/v1": sha256(place.encode(errors="backslashreplace")).hexdigest()},
    }


def _location(finding: Finding, texts: Mapping[str, str]) -> dict[str, Any]:
    line = template_line(finding, texts)
    region = {"region": {"startLine": line}} if line else {}
    named = {"name": shown(finding.resource), "kind": "resource"}
    logical = named | {"fullyQualifiedName": shown(finding.construct or finding.resource)}
    physical = {"artifactLocation": {"uri": _uri(finding.template)}, **region}
    return {"physicalLocation": physical, "logicalLocations": [logical]}


def _uri(name: str) -> str:
    quoted = quote(os.fsencode(name))
    return f"file://{quoted}" if PurePath(name).is_absolute() else quoted


def _notification(failure: Failure) -> dict[str, Any]:
    return {"level": "error", "message": {"text": f"{shown(failure.what)}: {shown(failure.why)}"}}
