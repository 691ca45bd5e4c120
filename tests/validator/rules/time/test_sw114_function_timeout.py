"""A function that is to run longer than Lambda lets it."""

from typing import Any

import pytest

from sagewire.validator.rules.time.sw114_function_timeout import RULE
from sagewire.validator.samples import ref, template
from sagewire.validator.samples.invoking import function
from tests.validator.judging import found_in, only_finding

PROVIDER = {
    "LambdaManagedInstancesCapacityProviderConfig": {"CapacityProviderArn": "arn:aws:lambda:eu-west-1:1:provider:p"}
}


@pytest.mark.parametrize(("timeout", "ids"), [(899, []), (900, []), (901, ["SW114"]), (5400, ["SW114"])])
def test_a_function_runs_for_15_minutes_at_most(timeout: int, ids: list[str]) -> None:
    assert found_in(template(function(endpoint=None, Timeout=timeout))) == ids


def test_the_limit_is_told() -> None:
    finding = only_finding(RULE, template(function(endpoint=None, Timeout=1800)))
    assert (finding.found, finding.limit, finding.property) == ("1800", "900 s", "Properties/Timeout")


@pytest.mark.parametrize("provider", [PROVIDER, ref("Unset")], ids=["managed instances", "unknown"])
def test_a_function_with_a_capacity_provider_may_run_longer(provider: Any) -> None:
    body = template(
        function(endpoint=None, Timeout=1800, MemorySize=2048, CapacityProviderConfig=provider),
        Parameters={"Unset": {"Type": "String"}},
    )
    assert "SW114" not in found_in(body)
