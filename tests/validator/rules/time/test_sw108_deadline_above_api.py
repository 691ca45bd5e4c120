"""A deadline beyond what the API waits."""

from typing import Any

import pytest

from sagewire.validator.rules.time.sw108_deadline_above_api import RULE
from sagewire.validator.samples import ref, template
from sagewire.validator.samples.invoking import function, http_api, rest_api, topic, url
from sagewire.validator.samples.serving import asynchronous, serverless
from sagewire.validator.samples.waiting import prompt_function, web_socket_api
from tests.validator.judging import found_in, only_finding


def behind(way: dict[str, Any], deadline: Any) -> dict[str, Any]:
    return template(serverless(), way, prompt_function(stated={"deadlineMilliseconds": deadline}))


@pytest.mark.parametrize(("way", "longest"), [(http_api(), 30_000), (rest_api(), 29_000)], ids=["http", "rest"])
def test_the_api_waits_as_long_as_the_caller(way: dict[str, Any], longest: int) -> None:
    assert found_in(behind(way, longest)) == []
    assert found_in(behind(way, longest + 1)) == ["SW108"]


def test_the_finding_is_about_the_deadline() -> None:
    finding = only_finding(RULE, behind(rest_api(), 60_000))
    assert (finding.resource, finding.property) == ("Function", "Metadata/sagewire/deadlineMilliseconds")
    assert finding.message == "the deadline is 60 s; a REST API on the way waits 29 s"


@pytest.mark.parametrize(("latency", "ids"), [(30_000, ["SW108"]), (30_001, ["SW107"])])
def test_a_model_that_is_slower_than_the_api_is_told_instead(latency: int, ids: list[str]) -> None:
    waits = {"deadlineMilliseconds": 45_000, "readTimeoutMilliseconds": 45_000, "attempts": 1}
    slow = serverless(stated={"latencyMilliseconds": latency})
    assert found_in(template(slow, http_api(), function(Timeout=60, stated=waits))) == ids


def test_the_result_of_an_asynchronous_endpoint_is_waited_for_elsewhere() -> None:
    asked = function(Timeout=20, action="sagemaker:InvokeEndpointAsync", stated={"deadlineMilliseconds": 600_000})
    assert found_in(template(asynchronous(), http_api(), asked)) == []


@pytest.mark.parametrize("way", [url(), topic(), web_socket_api()], ids=["url", "topic", "web socket"])
def test_other_ways_in_have_no_such_limit(way: dict[str, Any]) -> None:
    assert found_in(behind(way, 60_000)) == []


def test_a_deadline_that_is_not_known_is_no_finding() -> None:
    assert found_in({**behind(http_api(), ref("Unset")), "Parameters": {"Unset": {"Type": "Number"}}}) == []
