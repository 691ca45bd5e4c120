"""A container that starts more slowly than its health check allows."""

from typing import Any

import pytest

from sagewire.validator import Severity
from sagewire.validator.rules.time.sw112_start_above_health_check import RULE
from sagewire.validator.samples import ref, template
from sagewire.validator.samples.serving import asynchronous, component, component_host, real_time, serverless
from tests.validator.judging import found_in, only_finding, report_on

SETTING = "ContainerStartupHealthCheckTimeoutInSeconds"


def started(start: int, **variant: Any) -> dict[str, Any]:
    return template(real_time(stated={"startMilliseconds": start}, variant=variant))


@pytest.mark.parametrize(("start", "ids"), [(479_999, []), (480_000, []), (480_001, ["SW112"])])
def test_a_container_has_8_minutes_where_nothing_is_set(start: int, ids: list[str]) -> None:
    assert found_in(started(start)) == ids
    assert found_in(template(asynchronous(stated={"startMilliseconds": start}))) == ids


@pytest.mark.parametrize(("start", "ids"), [(600_000, []), (600_001, ["SW112"])])
def test_a_container_has_the_time_that_is_set(start: int, ids: list[str]) -> None:
    assert found_in(started(start, **{SETTING: 600})) == ids


def test_the_finding_is_about_the_setting() -> None:
    finding = only_finding(RULE, started(600_000))
    assert finding.property == f"Properties/ProductionVariants/0/{SETTING}"
    assert (finding.resource, finding.found, finding.limit) == ("Config", "480 s", "at least 600 s")
    assert finding.message.startswith("Model takes 600 s to start")


def test_it_is_an_error_where_nothing_is_downloaded_before() -> None:
    body = started(600_000)
    assert [finding.severity for finding in report_on(body).findings] == [Severity.WARNING]
    del body["Resources"]["Model"]["Properties"]["PrimaryContainer"]["ModelDataUrl"]
    assert [finding.severity for finding in report_on(body).findings if finding.rule == "SW112"] == [Severity.ERROR]


@pytest.mark.parametrize("artifact", ["ModelDataSource", "ModelPackageName", "AdditionalModelDataSources"])
def test_whatever_is_downloaded_may_be_part_of_the_start(artifact: str) -> None:
    body = started(600_000)
    container = body["Resources"]["Model"]["Properties"]["PrimaryContainer"]
    del container["ModelDataUrl"]
    container[artifact] = ref("Unset")
    found = report_on({**body, "Parameters": {"Unset": {"Type": "String"}}}).findings
    assert [finding.severity for finding in found if finding.rule == "SW112"] == [Severity.WARNING]


def test_it_is_no_error_where_the_containers_are_not_known() -> None:
    body = {**started(600_000), "Parameters": {"Unset": {"Type": "String"}}}
    body["Resources"]["Model"]["Properties"]["PrimaryContainer"] = ref("Unset")
    assert [finding.severity for finding in report_on(body).findings if finding.rule == "SW112"] == [Severity.WARNING]


@pytest.mark.parametrize(("set_to", "ids"), [({SETTING: 120}, ["SW112"]), ({SETTING: 130}, []), ({}, []), (None, [])])
def test_a_component_has_what_it_sets(set_to: dict[str, int] | None, ids: list[str]) -> None:
    part = component(stated={"startMilliseconds": 130_000})
    if set_to is not None:
        part["Component"]["Properties"]["Specification"]["StartupParameters"] = set_to
    assert found_in(template(component_host(), part)) == ids


def test_a_time_that_is_not_known_is_no_finding() -> None:
    body = {**started(900_000, **{SETTING: ref("Unset")}), "Parameters": {"Unset": {"Type": "Number"}}}
    assert found_in(body) == []


def test_a_serverless_endpoint_has_another_limit() -> None:
    assert found_in(template(serverless(stated={"startMilliseconds": 600_000}))) == ["SW111"]


@pytest.mark.parametrize(
    ("start", "fix"),
    [
        (3_599_000, "Set ContainerStartupHealthCheckTimeoutInSeconds above 3599 s."),
        (3_600_000, "Load the model faster: 3600 s is the most."),
    ],
)
def test_what_no_setting_allows_is_to_become_faster(start: int, fix: str) -> None:
    assert only_finding(RULE, template(real_time(stated={"startMilliseconds": start}))).fix == fix
