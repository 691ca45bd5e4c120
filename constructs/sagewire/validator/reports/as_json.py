"""The report for programs: version 1, to whose keys others may be added."""

import json
from dataclasses import asdict

from sagewire.validator.finding import Report

VERSION = 1


def render(report: Report) -> str:
    """The report as JSON."""
    acknowledged = [
        {**asdict(each.finding), "reason": each.reason, "since": each.since.isoformat() if each.since else None}
        for each in report.acknowledged
    ]
    told = {
        "version": VERSION,
        "templates": list(report.templates),
        "paths": [asdict(path) for path in report.paths],
        "findings": [asdict(finding) for finding in report.findings],
        "acknowledged": acknowledged,
        "failures": [asdict(failure) for failure in report.failures],
        "incomplete": list(report.incomplete),
    }
    return f"{json.dumps(told, indent=2)}\n"
