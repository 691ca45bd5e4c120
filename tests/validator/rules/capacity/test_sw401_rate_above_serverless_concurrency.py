"""SW401."""

from typing import Any

import pytest

from sagewire.validator import Severity
from sagewire.validator.rules.capacity.sw401_rate_above_serverless_concurrency import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, mapping, queue, url
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import found_in, only_finding


def peak(rate: Any, latency: Any = 500, *more: Any, **changes: Any) -> dict[str, Any]:
    """20 requests at a time are 40 a second of 500 ms."""
    stated = {"peakRate": rate} if rate is not None else None
    asked = serverless(stated={"latencyMilliseconds": latency} if latency is not None else None)
    return template(asked, function(stated=stated, **changes), *more)


@pytest.mark.parametrize("rate", [0, 39.9, 40, "40"])
def test_a_rate_that_the_endpoint_takes_is_sound(rate: Any) -> None:
    assert found_in(peak(rate)) == []


def test_a_rate_above_it_is_found_on_its_path() -> None:
    finding = only_finding(RULE, peak(40.1, 500, url()))
    assert finding.severity is Severity.WARNING
    assert finding.property == "Properties/ProductionVariants/0/ServerlessConfig/MaxConcurrency"
    assert (finding.found, finding.limit) == ("20", "at least 21")
    assert finding.path == "Url > Function > Endpoint"
    assert finding.message.startswith("the stated peak, 40.1 a second x 500 ms, is 21 at a time")


@pytest.mark.parametrize(("rate", "latency"), [(None, 500), (100, None), (None, None)])
def test_nothing_is_told_of_what_is_not_stated(rate: Any, latency: Any) -> None:
    assert found_in(peak(rate, latency)) == []


def test_a_function_that_may_not_run_as_often_does_not_ask_as_often() -> None:
    assert RULE.id not in found_in(peak(100, ReservedConcurrentExecutions=20))
    assert RULE.id in found_in(peak(100, ReservedConcurrentExecutions=21))


def test_a_queue_that_calls_less_often_keeps_the_rest() -> None:
    def read(most: int | None) -> dict[str, Any]:
        return peak(100, 500, queue(), mapping(ScalingConfig={"MaximumConcurrency": most} if most else None))

    assert found_in(read(20)) == []
    assert only_finding(RULE, read(None)).severity is Severity.WARNING


@pytest.mark.parametrize(("rate", "severity"), [(79.9, Severity.WARNING), (80, Severity.ERROR)])
def test_it_is_an_error_where_half_of_the_latency_is_too_much_too(rate: float, severity: Severity) -> None:
    assert only_finding(RULE, peak(rate, 500, url())).severity is severity


@pytest.mark.parametrize(("rate", "fix"), [(400, "Set MaxConcurrency to 200 or more;"), (401, "Divide the requests")])
def test_what_no_serverless_endpoint_takes_is_divided(rate: int, fix: str) -> None:
    assert only_finding(RULE, peak(rate)).fix.startswith(fix)
