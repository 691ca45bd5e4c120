"""A rollout that waits for longer than it can."""

from typing import Any

import pytest

from sagewire.validator.rules.rollout.sw708_wait_too_long import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.rollouts import blue_green, rolled_out, rolling
from sagewire.validator.samples.serving import real_time
from tests.validator.judging import found_in, only_finding


def rollout(policy: dict[str, Any]) -> dict[str, Any]:
    return template(real_time(), rolled_out(policy))


@pytest.mark.parametrize(("seconds", "found"), [(3599, []), (3600, []), (3601, [RULE.id])])
def test_each_wait_is_an_hour_at_most(seconds: int, found: list[str]) -> None:
    assert found_in(rollout(blue_green(wait=seconds))) == found
    assert found_in(rollout(rolling(wait=seconds))) == found
    assert found_in(rollout(blue_green(TerminationWaitInSeconds=seconds))) == found


def test_the_wait_is_named() -> None:
    finding = only_finding(RULE, rollout(blue_green(TerminationWaitInSeconds=7200)))
    assert finding.message == "TerminationWaitInSeconds is 7200 s; 3600 s is the most"
