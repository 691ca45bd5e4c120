"""SW406."""

from typing import Any

from sagewire.validator import Severity
from sagewire.validator.rules.capacity.sw406_reserved_concurrency_of_region import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from tests.validator.judging import changed, found_in, only_finding


def reserving(*reserved: int) -> dict[str, Any]:
    made = [function(f"F{at}", endpoint=None, ReservedConcurrentExecutions=each) for at, each in enumerate(reserved)]
    return template(*made)


def test_a_part_is_kept_for_the_functions_that_reserve_none() -> None:
    assert found_in(reserving(500, 400)) == []
    finding = only_finding(RULE, reserving(401, 500))
    assert finding.severity is Severity.WARNING
    assert (finding.resource, finding.found, finding.limit) == ("F1", "500", "900")
    assert finding.message == "901 executions are reserved by all functions; of the account's 1000, 900 may be"


def test_above_the_quota_of_the_account_it_is_an_error() -> None:
    assert found_in(reserving(100), quotas={"REGIONAL_LAMBDA_CONCURRENCY": 200}) == []
    finding = only_finding(RULE, reserving(101), quotas={"REGIONAL_LAMBDA_CONCURRENCY": 200})
    assert (finding.severity, finding.limit) == (Severity.ERROR, "100")


def test_a_quota_that_was_raised_is_kept() -> None:
    assert found_in(reserving(2900), quotas={"REGIONAL_LAMBDA_CONCURRENCY": 3000}) == []


def test_two_stacks_of_a_region_share_it() -> None:
    assert found_in(reserving(500), reserving(401), region="eu-west-1") == [RULE.id]


def test_a_function_that_reserves_an_unknown_number_is_not_counted() -> None:
    body = changed(reserving(800, 200), ("F1", "Properties", "ReservedConcurrentExecutions"), {"Ref": "Unset"})
    assert found_in({**body, "Parameters": {"Unset": {"Type": "Number"}}}) == []
