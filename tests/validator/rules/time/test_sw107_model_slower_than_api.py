"""A model that is slower than the API before its function waits."""

from typing import Any

import pytest

from sagewire.validator.rules.time.sw107_model_slower_than_api import RULE
from sagewire.validator.samples import ref, template
from sagewire.validator.samples.asking_directly import asking_api
from sagewire.validator.samples.invoking import function, http_api, mapping, queue, rest_api, url
from sagewire.validator.samples.serving import asynchronous, real_time, serverless
from sagewire.validator.samples.waiting import web_socket_api
from tests.validator.judging import found_in, only_finding

STREAMED = {"ResponseTransferMode": "STREAM", "TimeoutInMillis": 29_000}
PATIENT = {"deadlineMilliseconds": 58_000, "readTimeoutMilliseconds": 58_000, "attempts": 1}


def behind(way: dict[str, Any], latency: int, **changes: Any) -> dict[str, Any]:
    asking = function(**{"Timeout": 60, "stated": PATIENT, **changes})
    return template(serverless(stated={"latencyMilliseconds": latency}), way, asking)


@pytest.mark.parametrize(
    ("way", "longest"),
    [(http_api(), 30_000), (rest_api(), 29_000), (rest_api(integration={"TimeoutInMillis": 5000}), 5000)],
    ids=["http", "rest", "shorter rest"],
)
def test_the_model_answers_while_the_api_waits(way: dict[str, Any], longest: int) -> None:
    # The deadline is beyond the API's wait: that is another rule's, where the model is fast enough.
    assert found_in(behind(way, longest)) == ["SW108"]
    assert found_in(behind(way, longest + 1)) == ["SW107"]


def test_the_finding_stands_where_the_api_says_how_long_it_waits() -> None:
    finding = only_finding(RULE, behind(http_api(), 45_500))
    assert (finding.resource, finding.property) == ("Integration", "Properties/TimeoutInMillis")
    assert finding.message == "the model behind it takes 45.5 s, as stated; an HTTP API waits 30 s"
    assert (finding.found, finding.limit, finding.path) == ("45.5 s", "30 s", "Integration > Function > Endpoint")


@pytest.mark.parametrize(
    "way",
    [
        url(),
        web_socket_api(),
        {**queue(), **mapping()},
        rest_api(integration={"ResponseTransferMode": "STREAM", "TimeoutInMillis": 29_000}),
    ],
    ids=["url", "web socket", "queue", "streaming rest"],
)
def test_other_ways_in_wait_longer_or_answer_otherwise(way: dict[str, Any]) -> None:
    assert "SW107" not in found_in(behind(way, 45_000))


def test_an_asynchronous_endpoint_answers_at_once() -> None:
    asked = function(Timeout=20, action="sagemaker:InvokeEndpointAsync")
    slow = asynchronous(stated={"latencyMilliseconds": 600_000})
    assert found_in(template(slow, http_api(), asked)) == []


@pytest.mark.parametrize(
    ("integration", "longest"),
    [({}, 29_000), ({"TimeoutInMillis": 5000}, 5000)],
)
def test_the_model_answers_while_an_api_that_asks_itself_waits(integration: dict[str, Any], longest: int) -> None:
    def found(latency: int) -> list[str]:
        return found_in(
            template(serverless(stated={"latencyMilliseconds": latency}), asking_api(integration=integration))
        )

    assert found(longest) == []
    assert found(longest + 1) == ["SW107"]


def test_the_finding_on_an_api_that_asks_itself_lies_on_its_way() -> None:
    finding = only_finding(RULE, template(real_time(stated={"latencyMilliseconds": 40_000}), asking_api()))
    assert (finding.resource, finding.property) == ("Method", "Properties/Integration/TimeoutInMillis")
    assert finding.message == "the model behind it takes 40 s, as stated; a REST API waits 29 s"
    assert (finding.found, finding.limit, finding.path) == ("40 s", "29 s", "Method > Endpoint")


def test_an_api_that_does_not_wait_or_for_a_time_that_is_not_known_is_left_alone() -> None:
    later = asking_api(how="async-invocations", action="sagemaker:InvokeEndpointAsync")
    assert found_in(template(asynchronous(stated={"latencyMilliseconds": 600_000}), later)) == []
    unset = {"Parameters": {"Unset": {"Type": "Number"}}}
    waiting = asking_api(integration={"TimeoutInMillis": ref("Unset")})
    assert found_in(template(real_time(stated={"latencyMilliseconds": 40_000}), waiting, **unset)) == []
    assert found_in(template(real_time(), asking_api())) == []
