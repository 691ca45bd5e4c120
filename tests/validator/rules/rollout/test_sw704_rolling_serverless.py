"""A rolling update of a serverless endpoint."""

import pytest

from sagewire.validator.rules.rollout.sw704_rolling_serverless import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.rollouts import blue_green, rolled_out, rolling
from sagewire.validator.samples.serving import asynchronous, real_time, serverless
from tests.validator.judging import found_in, only_finding


def test_a_serverless_endpoint_has_no_batches() -> None:
    finding = only_finding(RULE, template(serverless(), rolled_out(rolling())))
    assert (finding.severity, finding.found) == ("warning", "Endpoint")
    assert finding.property == "Properties/DeploymentConfig/RollingUpdatePolicy"


def test_two_fleets_are_another_matter() -> None:
    assert found_in(template(serverless(), rolled_out(blue_green()))) == []


@pytest.mark.parametrize("made", [real_time(), asynchronous()])
def test_instances_are_replaced_in_batches(made: dict[str, dict[str, object]]) -> None:
    assert found_in(template(made, rolled_out(rolling()))) == []
