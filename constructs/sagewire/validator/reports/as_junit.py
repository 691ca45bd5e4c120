"""The report for build servers: JUnit's XML, a suite for each template and a case for each finding.

A case fails where the command does: for an error. Of all else it says as its output what there is to say.
"""

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from sagewire.validator.finding import Acknowledged, Failure, Finding, Report
from sagewire.validator.reports.places import place_of
from sagewire.validator.reports.words import shown
from sagewire.validator.severity import Severity


def render(report: Report, *, texts: Mapping[str, str]) -> str:
    """The report as XML. texts: the files, by the templates' names."""
    suites = Element("testsuites", name="sagewire check")
    for template in report.templates:
        findings = [finding for finding in report.findings if finding.template == template]
        acknowledged = [each for each in report.acknowledged if each.finding.template == template]
        _suite(suites, template, findings, acknowledged, texts)
    if report.failures:
        _failures(suites, report.failures)
    indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(suites, encoding="unicode")}\n'


def _suite(
    suites: Element,
    template: str,
    findings: Sequence[Finding],
    acknowledged: Sequence[Acknowledged],
    texts: Mapping[str, str],
) -> None:
    failed = sum(finding.severity is Severity.ERROR for finding in findings)
    suite = _numbered(suites, shown(template), len(findings) + len(acknowledged), failed, skipped=len(acknowledged))
    for finding in findings:
        case = _case(suite, finding)
        lines = "\n".join(_lines(finding, texts))
        if finding.severity is Severity.ERROR:
            SubElement(case, "failure", type=finding.severity, message=shown(finding.message)).text = lines
        else:
            SubElement(case, "system-out").text = f"{finding.severity}: {lines}"
    for each in acknowledged:
        SubElement(_case(suite, each.finding), "skipped", message=shown(each.reason))
    if not findings and not acknowledged:
        SubElement(suite, "testcase", classname=shown(template), name="nothing found")


def _numbered(suites: Element, name: str, cases: int, failures: int, *, errors: int = 0, skipped: int = 0) -> Element:
    numbers = {"tests": max(1, cases), "failures": failures, "errors": errors, "skipped": skipped}
    return SubElement(suites, "testsuite", {"name": name} | {key: str(number) for key, number in numbers.items()})


def _case(suite: Element, finding: Finding) -> Element:
    name = f"{finding.rule} {finding.resource} {finding.property}".rstrip()
    return SubElement(suite, "testcase", classname=shown(finding.template), name=shown(name))


def _lines(finding: Finding, texts: Mapping[str, str]) -> list[str]:
    return [
        place_of(finding, texts),
        shown(finding.message),
        f"fix: {shown(finding.fix)}",
        finding.source,
    ]


def _failures(suites: Element, failures: Sequence[Failure]) -> None:
    suite = _numbered(suites, "sagewire", len(failures), 0, errors=len(failures))
    for failure in failures:
        case = SubElement(suite, "testcase", classname="sagewire", name=shown(failure.what))
        SubElement(case, "error", message=shown(failure.why))
