"""SW417."""

from typing import Any

from sagewire.validator.rules.capacity.sw417_functions_above_serverless_concurrency import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import found_in, only_finding


def peaks(*rates: float) -> dict[str, Any]:
    """20 requests at a time are 40 a second of 500 ms."""
    made = [function(f"F{at}", stated={"peakRate": rate}) for at, rate in enumerate(rates)]
    return template(serverless(stated={"latencyMilliseconds": 500}), *made)


def test_peaks_that_the_endpoint_takes_together_are_sound() -> None:
    assert found_in(peaks(20, 20)) == []
    assert found_in(peaks(10, 10, 20)) == []


def test_peaks_that_are_too_much_together_are_found() -> None:
    finding = only_finding(RULE, peaks(20, 21))
    assert finding.property == "Properties/ProductionVariants/0/ServerlessConfig/MaxConcurrency"
    assert (finding.found, finding.limit) == ("20", "at least 21")


def test_a_peak_that_is_too_much_by_itself_is_left_to_another_rule() -> None:
    assert found_in(peaks(20, 41)) == ["SW401"]


def test_what_no_serverless_endpoint_takes_is_divided() -> None:
    assert only_finding(RULE, peaks(20, 21)).fix.startswith("Set MaxConcurrency to 21 or more;")
    assert only_finding(RULE, peaks(*[40] * 11)).fix.startswith("Divide the requests among several endpoints")
