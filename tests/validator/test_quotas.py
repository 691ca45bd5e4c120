"""Quotas are those that AWS adjusts, and figures."""

from typing import Any

import pytest

from sagewire import limits
from sagewire.validator.quotas import adjustable, check_quotas


def test_an_adjustable_limit_may_be_set() -> None:
    assert check_quotas({"REST_API_TIMEOUT": 120}) == {"REST_API_TIMEOUT": 120}
    assert check_quotas(None) == {}


def test_an_unknown_name_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(ValueError, match="^quota 'REST_TIMEOUT': there is none; allowed are .*REST_API_TIMEOUT"):
        check_quotas({"REST_TIMEOUT": 120})


def test_a_limit_that_nobody_is_granted_more_of_is_refused() -> None:
    with pytest.raises(ValueError, match="^quota 'LAMBDA_TIMEOUT': AWS raises it for nobody; allowed are "):
        check_quotas({"LAMBDA_TIMEOUT": 1800})


@pytest.mark.parametrize("figure", [0, -1, 1.5, True, "120", None])
def test_a_quota_is_a_whole_number_above_0(figure: Any) -> None:
    with pytest.raises(ValueError, match="^quota REST_API_TIMEOUT is .*; allowed are whole numbers of s, 1 and above$"):
        check_quotas({"REST_API_TIMEOUT": figure})


def test_what_may_be_set_is_what_the_limits_say() -> None:
    assert all(getattr(limits, name) is limit and limit.adjustable for name, limit in adjustable().items())
    assert "LAMBDA_TIMEOUT" not in adjustable()
