"""A function that may run longer than the API before it waits."""

from typing import Any

import pytest

from sagewire.validator.rules.time.sw106_api_gives_up_first import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, function_role, http_api, rest_api, url
from sagewire.validator.samples.serving import asynchronous, serverless
from sagewire.validator.samples.waiting import prompt_function, web_socket_api
from tests.validator.judging import found_in, only_finding


def found(way: dict[str, Any], timeout: int, **stated: int) -> list[str]:
    return found_in(template(serverless(), way, prompt_function(Timeout=timeout, stated=stated)))


@pytest.mark.parametrize(
    ("way", "longest"),
    [
        (http_api(), 30),
        (http_api(TimeoutInMillis=26_000), 26),
        (rest_api(), 29),
        (rest_api(integration={"TimeoutInMillis": 27_000}), 27),
        (web_socket_api(), 29),
    ],
    ids=["http", "shorter http", "rest", "shorter rest", "web socket"],
)
def test_the_function_ends_when_the_api_does(way: dict[str, Any], longest: int) -> None:
    assert found(way, longest - 1) == []
    assert found(way, longest) == []
    assert found(way, longest + 1) == ["SW106"]


def test_the_message_names_the_api_and_the_finding_the_path() -> None:
    finding = only_finding(RULE, template(serverless(), rest_api(), prompt_function(Timeout=60)))
    assert finding.message == "timeout is 60 s; a REST API before it waits 29 s"
    assert (finding.found, finding.limit, finding.path) == ("60", "29 s", "Method > Function > Endpoint")
    assert finding.property == "Properties/Timeout"
    other = only_finding(RULE, template(serverless(), http_api(), prompt_function(Timeout=60)))
    assert other.message == "timeout is 60 s; an HTTP API before it waits 30 s"
    last = only_finding(RULE, template(serverless(), web_socket_api(), prompt_function(Timeout=60)))
    assert last.message == "timeout is 60 s; a WebSocket API before it waits 29 s"


def test_several_methods_of_one_function_are_one_finding_about_the_shortest() -> None:
    more = rest_api(integration={"TimeoutInMillis": 26_000})
    other = {"Other": more["Method"]}
    finding = only_finding(RULE, template(serverless(), rest_api(), other, prompt_function(Timeout=60)))
    assert finding.limit == "26 s"


def test_nobody_waits_where_the_api_only_hands_over() -> None:
    called = {"integration.request.header.X-Amz-Invocation-Type": "'Event'"}
    way = rest_api(integration={"Type": "AWS", "RequestParameters": called})
    assert "SW106" not in found(way, 60)


def test_a_response_that_is_streamed_may_take_longer() -> None:
    assert "SW106" not in found(rest_api(integration={"ResponseTransferMode": "STREAM"}), 60)


def test_a_url_waits_as_long_as_the_function() -> None:
    assert found(url(), 60) == []


def test_a_stated_deadline_is_compared_with_instead() -> None:
    assert found(http_api(), 60, deadlineMilliseconds=30_000) == []
    assert found(http_api(), 60, deadlineMilliseconds=30_001) == ["SW108"]


def test_a_function_before_an_asynchronous_endpoint_is_looked_at_too() -> None:
    asked = function(Timeout=60, action="sagemaker:InvokeEndpointAsync")
    assert found_in(template(asynchronous(), http_api(), asked)) == ["SW106"]


def test_an_endpoint_elsewhere_is_asked_as_well() -> None:
    invoke = {
        "Effect": "Allow",
        "Action": "sagemaker:InvokeEndpoint",
        "Resource": "arn:aws:sagemaker:eu-west-1:111122223333:endpoint/ranking",
    }
    finding = only_finding(RULE, template(http_api(), function(endpoint=None, statements=[invoke])))
    assert finding.path is None


def test_a_function_that_asks_no_endpoint_is_left_alone() -> None:
    assert found_in(template(http_api(), function(endpoint=None))) == []
    everything = function_role("FunctionRole", [{"Effect": "Allow", "Action": "*", "Resource": "*"}])
    assert "SW106" not in found_in(template(http_api(), function(endpoint=None), everything))
