"""A client that gives up before the model has answered."""

from typing import Any

import pytest

from sagewire.validator.rules.time.sw105_wait_below_latency import RULE
from sagewire.validator.samples import att, template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import real_time, serverless
from tests.validator.judging import found_in, only_finding

SLOW = {"latencyMilliseconds": 20_000}


def stated(wait: int, **others: int) -> dict[str, int]:
    return {"readTimeoutMilliseconds": wait, "attempts": 1, **others}


def own(**variables: str) -> dict[str, Any]:
    named = {f"SAGEWIRE_{name}": value for name, value in variables.items()}
    return {"SAGEWIRE_ENDPOINT_NAME": att("Endpoint", "EndpointName"), "SAGEWIRE_MAX_ATTEMPTS": "5", **named}


@pytest.mark.parametrize(("wait", "ids"), [(19_999, ["SW105"]), (20_000, []), (20_001, [])])
def test_one_attempt_waits_as_long_as_the_model_takes(wait: int, ids: list[str]) -> None:
    assert found_in(template(serverless(stated=SLOW), function(stated=stated(wait)))) == ids


@pytest.mark.parametrize(("wait", "ids"), [("19", ["SW105"]), ("20", [])])
def test_sagewires_own_setting_is_compared(wait: str, ids: list[str]) -> None:
    body = template(serverless(stated=SLOW), function(Timeout=80, variables=own(READ_TIMEOUT=wait)))
    assert found_in(body) == ids
    if ids:
        finding = only_finding(RULE, body)
        assert finding.property == "Properties/Environment/Variables/SAGEWIRE_READ_TIMEOUT"
        assert (finding.found, finding.limit) == ("19 s", "at least 20 s")


@pytest.mark.parametrize(("time", "ids"), [("99", ["SW105"]), ("100", [])])
def test_sagewires_own_code_waits_for_a_stream_to_its_end(time: str, ids: list[str]) -> None:
    variables = own(READ_TIMEOUT="70", STREAM="collect", STREAM_TIME=time)
    streaming = function(variables=variables, action="sagemaker:InvokeEndpointWithResponseStream")
    assert found_in(template(real_time(stated={"latencyMilliseconds": 100_000}), streaming)) == ids


def test_others_wait_for_the_next_bytes_of_a_stream_only() -> None:
    streaming = function(stated=stated(5000), action="sagemaker:InvokeEndpointWithResponseStream")
    assert found_in(template(real_time(stated=SLOW), streaming)) == []


def test_botocores_default_is_not_held_against_anyone() -> None:
    body = template(real_time(stated={"latencyMilliseconds": 60_001}), function(action="sagemaker:InvokeEndpoint*"))
    assert found_in(body) == []


def test_a_caller_or_a_function_that_is_gone_before_is_told_instead() -> None:
    early = stated(10_000, deadlineMilliseconds=15_000)
    assert found_in(template(serverless(stated=SLOW), function(stated=early))) == ["SW113"]
    assert found_in(template(serverless(stated=SLOW), function(Timeout=20, stated=stated(10_000)))) == ["SW102"]
