"""The report for programs has the keys that scripts depend on."""

import json
from dataclasses import replace
from typing import Any

from sagewire.validator import Report
from sagewire.validator.reports.as_json import render
from tests.validator.reports.reported import FIRST, LATE, REPORT, SECOND, TEXTS

PROMISED = {"rule", "severity", "template", "resource", "property", "found", "limit", "message", "fix", "source"}
HOP = {"kind", "template", "resource", "seconds", "request", "response", "concurrency", "stated"}


def rendered(report: Report = REPORT) -> Any:
    return json.loads(render(report, texts=TEXTS))


def test_what_sam_makes_is_where_it_is_written() -> None:
    made = replace(LATE, resource="FunctionRole", origin="Function")
    (finding,) = rendered(replace(REPORT, findings=[made]))["findings"]
    assert (finding["resource"], finding["origin"], finding["template_line"]) == ("FunctionRole", "Function", 3)


def test_the_keys_of_the_whole_are_as_promised() -> None:
    said = rendered()
    assert list(said) == ["version", "templates", "paths", "findings", "acknowledged", "failures", "incomplete"]
    assert (said["version"], said["templates"]) == (1, [FIRST, SECOND])


def test_templates_that_are_not_all_are_named() -> None:
    assert rendered(replace(REPORT, incomplete=[SECOND]))["incomplete"] == [SECOND]


def test_a_finding_has_what_is_promised_and_where_it_comes_from() -> None:
    finding = rendered()["findings"][0]
    assert finding == {
        "rule": "SW101",
        "severity": "error",
        "template": FIRST,
        "resource": "Function",
        "property": "Properties/Timeout",
        "found": "29",
        "limit": "60 s",
        "message": "timeout is 29 s; the endpoint may take 60 s",
        "fix": "Set the timeout above 60 s.",
        "source": "https://docs.aws.amazon.com/lambda/latest/dg/limits.html",
        "construct": "App/Stack/Function/Resource",
        "line": "app.py:12",
        "path": "Api > Function > Endpoint",
        "origin": None,
        "template_line": 3,
    }
    assert set(finding) >= PROMISED


def test_a_path_has_its_hops() -> None:
    path, _ = rendered()["paths"]
    assert path["id"] == "Api > Function > Endpoint"
    assert [hop["seconds"] for hop in path["hops"]] == [29, 60, 60, 22.5]
    assert all(set(hop) == HOP for hop in path["hops"])


def test_what_is_acknowledged_is_no_finding_and_has_its_reason() -> None:
    said = rendered()
    assert [finding["rule"] for finding in said["findings"]] == ["SW101", "SW801"]
    (acknowledged,) = said["acknowledged"]
    assert (acknowledged["rule"], acknowledged["reason"], acknowledged["since"]) == (
        "SW203",
        "measured again",
        "2026-11-01",
    )
    assert set(acknowledged) >= PROMISED


def test_an_age_that_is_not_known_is_null() -> None:
    report = replace(REPORT, acknowledged=[replace(REPORT.acknowledged[0], since=None)])
    assert rendered(report)["acknowledged"][0]["since"] is None


def test_what_could_not_be_looked_at_is_in_it() -> None:
    assert [failure["what"] for failure in rendered()["failures"]] == ["infra/broken.json"]


def test_an_empty_report_has_all_keys() -> None:
    assert set(rendered(Report())) == set(rendered())


def test_whatever_a_template_holds_is_valid() -> None:
    odd = replace(LATE, resource='"\n\x00\ud800é', found="\\")
    rendered = render(replace(REPORT, findings=[odd]), texts={})
    assert rendered.isascii()
    assert json.loads(rendered)["findings"][0]["resource"] == odd.resource
