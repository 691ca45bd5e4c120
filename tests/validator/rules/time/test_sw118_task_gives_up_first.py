"""A state that gives up before the function that it calls."""

from typing import Any

import pytest

from sagewire.validator import Severity
from sagewire.validator.rules.time.sw118_task_gives_up_first import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.samples.waiting import state_machine
from tests.validator.judging import found_in, only_finding


def calling(latency: int | None = None, **task: Any) -> dict[str, Any]:
    stated = None if latency is None else {"latencyMilliseconds": latency}
    return template(serverless(stated=stated), function(), state_machine(**task))


@pytest.mark.parametrize(("seconds", "ids"), [(299, ["SW118"]), (300, []), (301, [])])
def test_a_state_waits_as_long_as_the_function_runs(seconds: int, ids: list[str]) -> None:
    assert found_in(calling(TimeoutSeconds=seconds)) == ids


def test_a_state_without_a_time_waits_for_ever() -> None:
    assert found_in(calling()) == []
    assert found_in(calling(TimeoutSecondsPath="$.time")) == []


@pytest.mark.parametrize("seconds", ["60", True, None, [60]])
def test_what_is_no_figure_is_no_time(seconds: Any) -> None:
    assert found_in(calling(TimeoutSeconds=seconds)) == []


def test_the_finding_names_the_state() -> None:
    finding = only_finding(RULE, calling(TimeoutSeconds=60))
    assert (finding.resource, finding.property) == ("Machine", "Properties/DefinitionString")
    assert finding.message == "the state Rank waits 60 s; Function, which it calls, may run 300 s"
    assert (finding.limit, finding.path) == ("at least 300 s", "Machine > Function > Endpoint")


@pytest.mark.parametrize(
    ("latency", "severity"), [(None, Severity.WARNING), (40_000, Severity.WARNING), (40_001, Severity.ERROR)]
)
def test_it_is_an_error_where_the_model_is_slower_still(latency: int | None, severity: Severity) -> None:
    assert only_finding(RULE, calling(latency, TimeoutSeconds=40)).severity is severity


def test_a_function_that_asks_no_endpoint_is_left_alone() -> None:
    assert found_in(template(function(endpoint=None), state_machine(TimeoutSeconds=60))) == []
