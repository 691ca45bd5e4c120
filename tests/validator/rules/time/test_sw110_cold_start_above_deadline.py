"""A cold start that takes longer than the caller waits."""

from typing import Any

import pytest

from sagewire.validator.rules.time.sw110_cold_start_above_deadline import RULE
from sagewire.validator.samples import ref, template
from sagewire.validator.samples.serving import real_time, serverless
from sagewire.validator.samples.waiting import prompt_function
from tests.validator.judging import found_in, only_finding


def cold(
    start: Any = 9000, latency: int | None = 1000, deadline: int | None = 10_000, **settings: Any
) -> dict[str, Any]:
    facts = {"startMilliseconds": start, "latencyMilliseconds": latency}
    stated = {name: value for name, value in facts.items() if value is not None}
    waits = {} if deadline is None else {"deadlineMilliseconds": deadline}
    return template(serverless(stated=stated, settings=settings), prompt_function(stated=waits))


@pytest.mark.parametrize(("start", "ids"), [(8999, []), (9000, []), (9001, ["SW110"])])
def test_the_start_and_the_answer_come_before_the_deadline(start: int, ids: list[str]) -> None:
    assert found_in(cold(start)) == ids


@pytest.mark.parametrize(("start", "ids"), [(10_000, []), (10_001, ["SW110"])])
def test_a_start_counts_alone_where_no_latency_is_stated(start: int, ids: list[str]) -> None:
    assert found_in(cold(start, latency=None)) == ids


def test_the_finding_is_about_the_concurrency_that_is_missing() -> None:
    finding = only_finding(RULE, cold(15_500))
    assert finding.resource == "Config"
    assert finding.property.endswith("ServerlessConfig/ProvisionedConcurrency")
    assert finding.message.startswith(
        "a cold start and an answer take 16.5 s, as stated; callers of Function wait 10 s"
    )
    assert finding.found == "not set"
    assert "startMilliseconds and latencyMilliseconds of the model, deadlineMilliseconds of Function" in finding.fix


def test_provisioned_concurrency_keeps_it_warm() -> None:
    assert found_in(cold(15_000, ProvisionedConcurrency=1)) == []


def test_concurrency_that_is_not_known_is_no_finding() -> None:
    body = {**cold(15_000, ProvisionedConcurrency=ref("Unset")), "Parameters": {"Unset": {"Type": "Number"}}}
    assert found_in(body) == []


def test_where_nobody_stated_a_deadline_or_a_start_there_is_nothing_to_compare() -> None:
    assert found_in(cold(15_000, deadline=None)) == []
    assert found_in(cold(None)) == []


def test_a_model_that_is_too_slow_when_it_is_warm_is_told_once() -> None:
    assert found_in(cold(15_000, latency=10_001)) == ["SW113"]


def test_instances_are_always_warm() -> None:
    stated = {"startMilliseconds": 60_000, "latencyMilliseconds": 100}
    assert found_in(template(real_time(stated=stated), prompt_function(stated={"deadlineMilliseconds": 10_000}))) == []
