"""SW101."""

import pytest

from sagewire.validator.rules.time.sw101_function_gives_up_first import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import asynchronous, real_time, serverless
from tests.validator.judging import found_in, only_finding


@pytest.mark.parametrize("endpoint", [serverless, real_time])
@pytest.mark.parametrize("timeout", [3, 59, 60])
def test_a_timeout_within_what_the_endpoint_may_take_is_found(endpoint: type, timeout: int) -> None:
    assert only_finding(RULE, template(endpoint(), function(Timeout=timeout))).found == str(timeout)


def test_a_function_that_states_none_has_three_seconds() -> None:
    assert only_finding(RULE, template(serverless(), function(Timeout=None))).found == "3"


def test_a_timeout_above_it_is_taken() -> None:
    assert found_in(template(serverless(), function(Timeout=61, stated={"attempts": 1}))) == []


def test_who_only_hands_a_request_over_does_not_wait() -> None:
    handed_over = function(Timeout=30, action="sagemaker:InvokeEndpointAsync")
    assert "SW101" not in found_in(template(asynchronous(), handed_over))
