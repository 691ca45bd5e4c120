"""Attempts that take longer than the function runs."""

from typing import Any

import pytest

from sagewire.validator.rules.time.sw104_attempts_outlast_function import RULE
from sagewire.validator.samples import att, ref, template
from sagewire.validator.samples.invoking import function, rest_api
from sagewire.validator.samples.serving import asynchronous, serverless
from tests.validator.judging import found_in, only_finding

FAST = {"latencyMilliseconds": 200}


def found(timeout: Any, latency: Any = FAST, **stated: Any) -> list[str]:
    return found_in(template(serverless(stated=latency), function(Timeout=timeout, stated=stated)))


@pytest.mark.parametrize(("timeout", "ids"), [(182, ["SW104"]), (183, []), (184, [])])
def test_botocores_three_attempts_of_60_s_are_assumed(timeout: int, ids: list[str]) -> None:
    assert found(timeout) == ids


def test_the_finding_is_about_the_timeout() -> None:
    finding = only_finding(RULE, template(serverless(stated=FAST), function(Timeout=100)))
    assert (finding.property, finding.found, finding.limit) == ("Properties/Timeout", "100", "at least 183 s")
    assert finding.path == "Function > Endpoint"


def test_the_message_says_what_is_assumed() -> None:
    def message(**stated: int) -> str:
        return only_finding(RULE, template(serverless(stated=FAST), function(Timeout=10, stated=stated))).message

    assert message() == "timeout is 10 s; 3 attempts of 60 s and their pauses take 183 s (botocore's defaults)"
    assert message(attempts=2).endswith("take 121 s (as stated, the rest by botocore's default)")
    assert message(readTimeoutMilliseconds=4500).endswith(
        "3 attempts of 4.5 s and their pauses take 16.5 s (as stated, the rest by botocore's default)"
    )
    assert message(attempts=2, readTimeoutMilliseconds=5000).endswith("take 11 s (as stated)")


def test_one_attempt_is_said_as_one() -> None:
    stated = {"attempts": 1, "readTimeoutMilliseconds": 20_000}
    finding = only_finding(RULE, template(serverless(stated=FAST), function(Timeout=19, stated=stated)))
    assert finding.message == "timeout is 19 s; 1 attempt takes 20 s (as stated)"
    assert finding.fix.endswith("attempts); or let the function run 20 s.")


@pytest.mark.parametrize(("wait", "offered"), [(29_000, True), (30_000, False)])
def test_a_longer_run_is_no_way_out_behind_an_api_that_waits_less(wait: int, offered: bool) -> None:
    stated = {"attempts": 1, "readTimeoutMilliseconds": wait}
    body = template(serverless(stated=FAST), rest_api(), function(Timeout=20, stated=stated))
    assert ("or let the function run" in only_finding(RULE, body).fix) is offered


@pytest.mark.parametrize(("attempts", "wait", "needed"), [(1, 10, 10), (2, 10, 21), (3, 10, 33), (5, 10, 65)])
def test_what_is_stated_counts_with_the_pauses(attempts: int, wait: int, needed: int) -> None:
    stated = {"attempts": attempts, "readTimeoutMilliseconds": wait * 1000}
    assert found(needed, **stated) == []
    assert found(needed - 1, **stated) == ["SW104"]


def test_a_deadline_is_reason_enough_to_look() -> None:
    assert found(100, latency=None, deadlineMilliseconds=50_000) == ["SW104"]


def test_where_nothing_is_stated_there_is_nothing_to_say_above_60_s() -> None:
    assert found(100, latency=None) == []


def test_attempts_alone_are_looked_at_above_60_s_only() -> None:
    assert found(70, latency=None, attempts=2) == ["SW104"]
    assert found(60, latency=None, attempts=2) == ["SW101"]


def test_a_model_that_is_too_slow_anyway_is_told_once() -> None:
    assert found(20, latency={"latencyMilliseconds": 20_000}) == ["SW102"]


def test_sagewires_own_code_begins_no_attempt_without_the_time_for_it() -> None:
    own = {
        "SAGEWIRE_ENDPOINT_NAME": att("Endpoint", "EndpointName"),
        "SAGEWIRE_READ_TIMEOUT": "15",
        "SAGEWIRE_MAX_ATTEMPTS": "5",
    }
    assert found_in(template(serverless(stated=FAST), function(Timeout=25, variables=own))) == []


def test_an_asynchronous_endpoint_is_not_waited_for() -> None:
    asked = function(Timeout=20, action="sagemaker:InvokeEndpointAsync")
    assert found_in(template(asynchronous(stated=FAST), asked)) == []


@pytest.mark.parametrize("unknown", ["attempts", "readTimeoutMilliseconds"])
def test_nothing_is_assumed_for_what_is_not_known(unknown: str) -> None:
    body = template(serverless(stated=FAST), function(Timeout=10, stated={unknown: ref("Unset")}))
    assert found_in({**body, "Parameters": {"Unset": {"Type": "Number"}}}) == []
