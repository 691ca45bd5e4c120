"""The report for code hosts is SARIF 2.1.0."""

import json
from dataclasses import replace
from typing import Any

import pytest

from sagewire.validator import Finding, Report, Severity
from sagewire.validator.catalogue import rule_of
from sagewire.validator.reports.as_sarif import render
from sagewire.validator.rule import Rule
from tests.validator.reports.reported import LARGE, LATE, REPORT, TEXTS


def asked() -> list[Rule]:
    rules = [rule_of("SW101"), rule_of("SW201")]
    return [rule for rule in rules if rule]


def run_of(report: Report = REPORT) -> Any:
    log = json.loads(render(report, rules=asked(), texts=TEXTS))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("/sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    return run


def result_of(finding: Finding) -> Any:
    (result,) = run_of(Report(findings=[finding]))["results"]
    return result


def test_it_names_the_tool_and_the_rules_that_were_asked() -> None:
    driver = run_of()["tool"]["driver"]
    assert driver["name"] == "sagewire"
    assert [rule["id"] for rule in driver["rules"]] == ["SW101", "SW201"]
    for described, rule in zip(driver["rules"], asked(), strict=True):
        assert described["helpUri"] == rule.page
        assert described["shortDescription"] == {"text": rule.title}
        assert described["fullDescription"]["text"].split() == (rule.why or "").split()
        assert described["defaultConfiguration"] == {"level": rule.severity}


def test_a_result_says_what_where_and_how_bad() -> None:
    result = result_of(LATE)
    assert (result["ruleId"], result["ruleIndex"], result["level"]) == ("SW101", 0, "error")
    assert result["message"] == {"text": "timeout is 29 s; the endpoint may take 60 s. Set the timeout above 60 s."}
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "infra/a.template.json"},
                "region": {"startLine": 3},
            },
            "logicalLocations": [
                {"name": "Function", "kind": "resource", "fullyQualifiedName": "App/Stack/Function/Resource"}
            ],
        }
    ]


@pytest.mark.parametrize(
    ("severity", "level"), [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "note")]
)
def test_the_level_is_one_of_sarifs(severity: Severity, level: str) -> None:
    assert result_of(replace(LATE, severity=severity))["level"] == level


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("infra/b c.yaml", "infra/b%20c.yaml"),
        ("ä#?.json", "%C3%A4%23%3F.json"),
        ("../up.json", "../up.json"),
        ("/root/a.json", "file:///root/a.json"),
        ("\udcff.json", "%FF.json"),
    ],
)
def test_a_file_is_a_uri(name: str, uri: str) -> None:
    location = result_of(replace(LATE, template=name))["locations"][0]["physicalLocation"]
    assert location["artifactLocation"] == {"uri": uri}


def test_a_line_that_is_not_found_is_left_out() -> None:
    location = result_of(replace(LATE, resource="Absent"))["locations"][0]
    assert "region" not in location["physicalLocation"]


def test_a_resource_without_a_construct_is_its_logical_id() -> None:
    assert result_of(LARGE)["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "Endpoint"


def test_what_is_acknowledged_is_suppressed_with_its_reason() -> None:
    results = {result["ruleId"]: result for result in run_of()["results"]}
    assert results["SW203"]["suppressions"] == [{"kind": "inSource", "justification": "measured again"}]
    assert "suppressions" not in results["SW101"]


def test_what_could_not_be_looked_at_is_told() -> None:
    (invocation,) = run_of()["invocations"]
    assert invocation["executionSuccessful"] is False
    (told,) = invocation["toolExecutionNotifications"]
    assert told["message"]["text"].startswith("infra/broken.json: not JSON: ")
    (invocation,) = run_of(Report())["invocations"]
    assert invocation == {"executionSuccessful": True, "toolExecutionNotifications": []}


def test_a_finding_keeps_its_fingerprint_when_its_words_change_and_no_two_places_share_one() -> None:
    fingerprint = result_of(LATE)["partialFingerprints"]
    assert result_of(replace(LATE, message="other words"))["partialFingerprints"] == fingerprint
    for other in (replace(LATE, resource="Other"), replace(LATE, property="x"), replace(LATE, path="y"), LARGE):
        assert result_of(other)["partialFingerprints"] != fingerprint


def test_whatever_a_template_holds_is_valid() -> None:
    odd = replace(LATE, resource='"\n\x00\ud800é', message="<&>\x1b")
    result = result_of(odd)
    assert result["message"]["text"].startswith("<&>\\x1b. ")
    assert result["locations"][0]["logicalLocations"][0]["name"] == '" \\x00\\ud800é'
