"""SW132."""

from typing import Any

import pytest

from sagewire.validator.rules.time.sw132_cold_start_above_api import RULE
from sagewire.validator.samples import Resources, ref, template
from sagewire.validator.samples.asking_directly import asking_api
from sagewire.validator.samples.invoking import http_api, rest_api, url
from sagewire.validator.samples.serving import asynchronous, real_time, serverless
from sagewire.validator.samples.waiting import prompt_function, web_socket_api
from tests.validator.judging import findings_of, found_in, only_finding


def cold(start: Any = 28_000, latency: Any = 1000, **settings: Any) -> Resources:
    stated = {"startMilliseconds": start, "latencyMilliseconds": latency}
    return serverless(stated={name: value for name, value in stated.items() if value is not None}, settings=settings)


@pytest.mark.parametrize(("start", "ids"), [(28_000, []), (28_001, ["SW132"])])
def test_the_start_and_the_answer_come_while_an_api_that_asks_itself_waits(start: int, ids: list[str]) -> None:
    assert found_in(template(cold(start), asking_api())) == ids


@pytest.mark.parametrize(("start", "ids"), [(29_000, []), (29_001, ["SW132"])])
def test_a_start_counts_alone_where_no_latency_is_stated(start: int, ids: list[str]) -> None:
    assert found_in(template(cold(start, latency=None), asking_api())) == ids


@pytest.mark.parametrize(
    ("way", "longest"),
    [(http_api(), 29_000), (rest_api(), 28_000), (rest_api(integration={"TimeoutInMillis": 5000}), 4000)],
    ids=["http", "rest", "shorter rest"],
)
def test_they_come_while_an_api_waits_for_a_function(way: Resources, longest: int) -> None:
    assert not findings_of(RULE, template(cold(longest), way, prompt_function()))
    assert findings_of(RULE, template(cold(longest + 1), way, prompt_function()))


def test_the_finding_is_about_the_concurrency_that_is_missing() -> None:
    finding = only_finding(RULE, template(cold(35_500), asking_api()))
    assert (finding.resource, finding.path) == ("Config", "Method > Endpoint")
    assert finding.property.endswith("ServerlessConfig/ProvisionedConcurrency")
    assert finding.message == (
        "a cold start and an answer take 36.5 s, as stated; a REST API waits 29 s, and no concurrency is provisioned"
    )


def test_the_finding_on_a_function_lies_on_its_path() -> None:
    finding = only_finding(RULE, template(cold(35_500), http_api(), prompt_function()))
    assert finding.path == "Integration > Function > Endpoint"
    assert "an HTTP API waits 30 s" in finding.message


@pytest.mark.parametrize("provisioned", [1, ref("Unset")])
def test_provisioned_concurrency_keeps_it_warm(provisioned: Any) -> None:
    body = template(
        cold(60_000, ProvisionedConcurrency=provisioned), asking_api(), Parameters={"Unset": {"Type": "Number"}}
    )
    assert not findings_of(RULE, body)


def test_a_model_that_is_too_slow_when_it_is_warm_is_told_once() -> None:
    assert found_in(template(cold(1000, latency=29_001), asking_api())) == ["SW107"]
    assert found_in(template(cold(1, latency=29_000), asking_api())) == ["SW132"]


def test_a_deadline_that_is_stated_says_more() -> None:
    body = template(cold(60_000), rest_api(), prompt_function(stated={"deadlineMilliseconds": 20_000}))
    assert found_in(body) == ["SW110"]


@pytest.mark.parametrize(
    "way",
    [url(), web_socket_api(), rest_api(integration={"ResponseTransferMode": "STREAM", "TimeoutInMillis": 29_000})],
)
def test_other_ways_in_wait_longer_or_answer_otherwise(way: Resources) -> None:
    assert not findings_of(RULE, template(cold(60_000), way, prompt_function()))


@pytest.mark.parametrize("serving", [real_time, asynchronous])
def test_other_endpoints_are_always_warm_or_not_waited_for(serving: Any) -> None:
    body = template(serving(stated={"startMilliseconds": 60_000, "latencyMilliseconds": 100}), asking_api())
    assert not findings_of(RULE, body)


def test_without_a_start_or_a_time_that_is_known_there_is_nothing_to_compare() -> None:
    assert not findings_of(RULE, template(cold(None), asking_api()))
    unset = {"Parameters": {"Unset": {"Type": "Number"}}}
    waiting = asking_api(integration={"TimeoutInMillis": ref("Unset")})
    assert not findings_of(RULE, template(cold(60_000), waiting, **unset))
