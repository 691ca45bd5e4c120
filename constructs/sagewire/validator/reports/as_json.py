"""The report for programs: version 1, to whose keys others may be added."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sagewire.validator.finding import Finding, Report
from sagewire.validator.reports.places import template_line

VERSION = 1


def render(report: Report, *, texts: Mapping[str, str]) -> str:
    """The report as JSON. texts: the files, by the templates' names."""
    acknowledged = [
        {**_told(each.finding, texts), "reason": each.reason, "since": each.since.isoformat() if each.since else None}
        for each in report.acknowledged
    ]
    told = {
        "version": VERSION,
        "templates": list(report.templates),
        "paths": [asdict(path) for path in report.paths],
        "findings": [_told(finding, texts) for finding in report.findings],
        "acknowledged": acknowledged,
        "failures": [asdict(failure) for failure in report.failures],
        "incomplete": list(report.incomplete),
    }
    return f"{json.dumps(told, indent=2, allow_nan=False)}\n"


def _told(finding: Finding, texts: Mapping[str, str]) -> dict[str, Any]:
    return {**asdict(finding), "template_line": template_line(finding, texts)}
