"""An express state machine that ends before a function that it calls."""

from typing import Any

import pytest

from sagewire.validator.rules.time.sw119_express_machine_ends_first import RULE
from sagewire.validator.samples import ref, template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.samples.waiting import state_machine
from tests.validator.judging import changed, found_in, only_finding


def calling(timeout: int, type: str = "EXPRESS", **changes: Any) -> dict[str, Any]:
    return template(serverless(), function(Timeout=timeout, **changes), state_machine(type=type))


@pytest.mark.parametrize(("timeout", "ids"), [(299, []), (300, []), (301, ["SW119"])])
def test_an_express_machine_runs_for_five_minutes(timeout: int, ids: list[str]) -> None:
    assert found_in(calling(timeout)) == ids


def test_the_machine_is_named() -> None:
    finding = only_finding(RULE, calling(900))
    assert (finding.found, finding.limit, finding.resource) == ("900 s", "300 s", "Function")
    assert finding.property == "Properties/Timeout"
    assert finding.message == "timeout is 900 s; Machine, an express state machine that calls it, runs for 300 s"


@pytest.mark.parametrize("kind", ["STANDARD", None, ref("Unset")])
def test_a_standard_machine_runs_for_a_year(kind: Any) -> None:
    body = changed(calling(900), ("Machine", "Properties", "StateMachineType"), kind)
    assert found_in({**body, "Parameters": {"Unset": {"Type": "String"}}}) == []


def test_a_function_that_asks_no_endpoint_is_left_alone() -> None:
    assert found_in(template(function(endpoint=None, Timeout=900), state_machine(type="EXPRESS"))) == []
