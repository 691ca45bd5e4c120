"""SW406."""

from typing import Any

import pytest

from sagewire.validator import Severity
from sagewire.validator.judge import judge
from sagewire.validator.rules.capacity.sw406_reserved_concurrency_of_region import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.template import Template
from tests.validator.judging import changed, found_in, only_finding


def reserving(*reserved: int) -> dict[str, Any]:
    made = [function(f"F{at}", endpoint=None, ReservedConcurrentExecutions=each) for at, each in enumerate(reserved)]
    return template(*made)


def test_a_part_is_kept_for_the_functions_that_reserve_none() -> None:
    assert found_in(reserving(500, 400)) == []
    finding = only_finding(RULE, reserving(401, 500))
    assert finding.severity is Severity.WARNING
    assert (finding.resource, finding.found, finding.limit) == ("F1", "500", "900")
    assert finding.message == "functions reserve 901 executions together; of the account's 1000, 900 may be reserved"


def test_above_the_quota_of_the_account_it_is_an_error() -> None:
    assert found_in(reserving(100), quotas={"REGIONAL_LAMBDA_CONCURRENCY": 200}) == []
    finding = only_finding(RULE, reserving(101), quotas={"REGIONAL_LAMBDA_CONCURRENCY": 200})
    assert (finding.severity, finding.limit) == (Severity.ERROR, "100")


def test_a_quota_that_was_raised_is_kept() -> None:
    assert found_in(reserving(2900), quotas={"REGIONAL_LAMBDA_CONCURRENCY": 3000}) == []


@pytest.mark.parametrize(("account", "found"), [("111111111111", [RULE.id]), (None, [])])
def test_two_stacks_share_it_where_both_are_known_to_be_in_one_place(account: str | None, found: list[str]) -> None:
    stacks = {"one.template.json": reserving(500), "other.template.json": reserving(401)}
    templates = [Template(name, body, account=account, region="eu-west-1") for name, body in stacks.items()]
    assert [finding.rule for finding in judge(templates).findings] == found


def test_a_function_that_reserves_an_unknown_number_is_not_counted() -> None:
    body = changed(reserving(800, 200), ("F1", "Properties", "ReservedConcurrentExecutions"), {"Ref": "Unset"})
    assert found_in({**body, "Parameters": {"Unset": {"Type": "Number"}}}) == []
