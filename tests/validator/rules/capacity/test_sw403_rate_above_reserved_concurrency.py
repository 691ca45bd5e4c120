"""SW403."""

from typing import Any

import pytest

from sagewire.validator import Severity
from sagewire.validator.rules.capacity.sw403_rate_above_reserved_concurrency import RULE
from sagewire.validator.samples import Resources, template
from sagewire.validator.samples.invoking import event_rule, function, mapping, queue, url
from sagewire.validator.samples.serving import asynchronous, serverless
from tests.validator.judging import found_in, only_finding

ASKED = serverless(stated={"latencyMilliseconds": 500})


def peak(rate: float, reserved: Any, *more: Resources, **changes: Any) -> dict[str, Any]:
    return template(ASKED, function(stated={"peakRate": rate}, ReservedConcurrentExecutions=reserved, **changes), *more)


@pytest.mark.parametrize("reserved", [15, 16])
def test_a_function_that_may_run_as_often_is_sound(reserved: int) -> None:
    assert found_in(peak(30, reserved)) == []


def test_a_function_that_may_run_less_often_is_found() -> None:
    finding = only_finding(RULE, peak(30, 14, url()))
    assert finding.property == "Properties/ReservedConcurrentExecutions"
    assert (finding.found, finding.limit, finding.path) == ("14", "at least 15", "Url > Function > Endpoint")
    assert finding.severity is Severity.WARNING


def test_it_is_a_warning_where_it_is_not_known_what_calls_the_function() -> None:
    assert only_finding(RULE, peak(30, 7)).severity is Severity.WARNING


@pytest.mark.parametrize(("reserved", "severity"), [(8, Severity.WARNING), (7, Severity.ERROR)])
def test_it_is_an_error_where_half_of_the_latency_is_too_much_too(reserved: int, severity: Severity) -> None:
    assert only_finding(RULE, peak(29, reserved, url())).severity is severity


@pytest.mark.parametrize("reserved", [None, 0])
def test_a_function_that_reserves_nothing_or_is_switched_off_is_left_alone(reserved: Any) -> None:
    assert RULE.id not in found_in(peak(30, reserved))


@pytest.mark.parametrize("kept", [{**queue(), **mapping()}, event_rule()])
def test_what_keeps_the_calls_that_are_too_many_is_sound(kept: Resources) -> None:
    assert found_in(peak(30, 14, kept)) == []
    assert RULE.id in found_in(peak(30, 14, kept, url()))


def test_a_function_that_does_not_wait_for_the_answer_runs_shorter() -> None:
    asking = function(action="sagemaker:InvokeEndpointAsync", stated={"peakRate": 0.5}, ReservedConcurrentExecutions=1)
    assert RULE.id not in found_in(template(asynchronous(stated={"latencyMilliseconds": 10_000}), asking))
