"""The report for build servers is JUnit's XML."""

from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import pytest

from sagewire.validator import Report, Severity
from sagewire.validator.reports.as_junit import render
from tests.validator.reports.reported import BRIEF, FIRST, LATE, REPORT, SECOND, TEXTS


def suites(report: Report = REPORT) -> dict[str, Element]:
    rendered = render(report, texts=TEXTS)
    assert rendered.startswith('<?xml version="1.0" encoding="UTF-8"?>\n')
    root = ET.fromstring(rendered.encode())
    assert root.tag == "testsuites"
    return {suite.attrib["name"]: suite for suite in root}


def outcomes(suite: Element) -> Iterator[tuple[str, list[str]]]:
    for case in suite:
        assert case.tag == "testcase"
        assert case.attrib["classname"]
        yield case.attrib["name"], [outcome.tag for outcome in case]


def numbers(suite: Element) -> dict[str, int]:
    return {name: int(suite.attrib[name]) for name in ("tests", "failures", "errors", "skipped")}


def test_there_is_a_suite_for_each_template_and_one_for_what_could_not_be_looked_at() -> None:
    assert list(suites()) == [FIRST, SECOND, "sagewire"]
    assert list(suites(replace(REPORT, failures=()))) == [FIRST, SECOND]


def test_an_error_is_a_case_that_fails_and_an_acknowledged_one_is_skipped() -> None:
    found = suites()
    assert list(outcomes(found[FIRST])) == [
        ("SW101 Function Properties/Timeout", ["failure"]),
        ("SW203 Endpoint Properties/EndpointConfigName", ["skipped"]),
    ]
    assert list(outcomes(found[SECOND])) == [("SW801 Queue", ["system-out"])]
    assert numbers(found[FIRST]) == {"tests": 2, "failures": 1, "errors": 0, "skipped": 1}


def test_a_failure_says_all_that_people_need() -> None:
    failure = suites()[FIRST][0][0]
    assert failure.attrib == {"type": "error", "message": "timeout is 29 s; the endpoint may take 60 s"}
    assert (failure.text or "").splitlines() == [
        "infra/a.template.json:3: Function Properties/Timeout (App/Stack/Function/Resource, app.py:12)",
        "timeout is 29 s; the endpoint may take 60 s",
        "fix: Set the timeout above 60 s.",
        "https://docs.aws.amazon.com/lambda/latest/dg/limits.html",
    ]


@pytest.mark.parametrize("severity", [Severity.WARNING, Severity.INFO])
def test_what_lets_the_command_pass_passes_and_says_what_there_is_to_say(severity: Severity) -> None:
    suite = suites(Report(templates=[SECOND], findings=[replace(BRIEF, severity=severity)]))[SECOND]
    assert [tags for _, tags in outcomes(suite)] == [["system-out"]]
    assert numbers(suite) == {"tests": 1, "failures": 0, "errors": 0, "skipped": 0}
    assert (suite[0][0].text or "").splitlines() == [
        f"{severity}: infra/b c.yaml:2: Queue",
        "hidden for 30 s; Lambda wants 180 s",
        "fix: Set VisibilityTimeout to 180.",
        "https://docs.aws.amazon.com/lambda/latest/dg/limits.html",
    ]


def test_a_sound_template_is_a_case_that_passes() -> None:
    suite = suites(Report(templates=[FIRST]))[FIRST]
    assert list(outcomes(suite)) == [("nothing found", [])]
    assert numbers(suite) == {"tests": 1, "failures": 0, "errors": 0, "skipped": 0}


def test_what_could_not_be_looked_at_is_an_error() -> None:
    suite = suites()["sagewire"]
    assert list(outcomes(suite)) == [("infra/broken.json", ["error"])]
    assert suite[0][0].attrib["message"].startswith("not JSON: ")
    assert numbers(suite) == {"tests": 1, "failures": 0, "errors": 1, "skipped": 0}


def test_whatever_a_template_holds_is_valid() -> None:
    odd = replace(LATE, resource='"\n\x00\ud800é', message="<&>\x1b]]>")
    (failure,) = suites(Report(templates=[FIRST], findings=[odd]))[FIRST][0]
    assert failure.attrib["message"] == "<&>\\x1b]]>"
