"""A Regional API that is to wait longer than the account's quota."""

from typing import Any

import pytest

from sagewire.validator.rules.time.sw116_api_timeout_quota import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import rest_api
from tests.validator.judging import found_in, only_finding


def waiting(milliseconds: int, **integration: Any) -> dict[str, Any]:
    return template(rest_api(integration={"TimeoutInMillis": milliseconds, **integration}))


@pytest.mark.parametrize(("milliseconds", "ids"), [(29_000, []), (29_001, ["SW116"])])
def test_a_regional_api_waits_29_s_unless_the_quota_was_raised(milliseconds: int, ids: list[str]) -> None:
    assert found_in(waiting(milliseconds)) == ids


@pytest.mark.parametrize(("milliseconds", "ids"), [(60_000, []), (60_001, ["SW116"])])
def test_a_raised_quota_counts(milliseconds: int, ids: list[str]) -> None:
    assert found_in(waiting(milliseconds), quotas={"REST_API_TIMEOUT": 60}) == ids


def test_the_message_tells_whose_quota_it_is() -> None:
    assert only_finding(RULE, waiting(60_000)).message == "the integration waits 60 s; the quota of an account is 29 s"
    granted = only_finding(RULE, waiting(90_000), quotas={"REST_API_TIMEOUT": 60})
    assert granted.message == "the integration waits 90 s; the quota that was given is 60 s"
    assert granted.limit == "60 s"


def test_an_api_that_is_not_among_the_templates_needs_it_as_well() -> None:
    body = waiting(60_000)
    body["Resources"]["Method"]["Properties"]["RestApiId"] = "a1b2c3"
    body["Resources"]["Method"]["Properties"]["ResourceId"] = "d4e5f6"
    assert found_in(body) == ["SW116"]


def test_a_response_that_is_streamed_may_take_longer() -> None:
    assert "SW116" not in found_in(waiting(600_000, ResponseTransferMode="STREAM"))


@pytest.mark.parametrize(("milliseconds", "seconds"), [(60_000, 60), (60_001, 61)])
def test_the_fix_tells_how_a_raised_quota_is_given(milliseconds: int, seconds: int) -> None:
    fix = only_finding(RULE, waiting(milliseconds)).fix
    assert f"--quota REST_API_TIMEOUT={seconds}, or quotas of sagewire's Validator" in fix
    assert found_in(waiting(milliseconds), quotas={"REST_API_TIMEOUT": seconds}) == []
