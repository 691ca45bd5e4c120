"""An integration of an HTTP API, or of a WebSocket API, that is to wait too long."""

import pytest

from sagewire.validator.rules.time.sw125_api_integration_timeout import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import http_api
from sagewire.validator.samples.serving import serverless
from sagewire.validator.samples.waiting import prompt_function, web_socket_api
from tests.validator.judging import found_in, only_finding


@pytest.mark.parametrize(("milliseconds", "ids"), [(29_001, []), (30_000, []), (30_001, ["SW125"])])
def test_an_http_api_waits_30_s(milliseconds: int, ids: list[str]) -> None:
    assert found_in(template(serverless(), http_api(TimeoutInMillis=milliseconds), prompt_function())) == ids


@pytest.mark.parametrize(("milliseconds", "ids"), [(29_000, []), (29_001, ["SW125"])])
def test_a_web_socket_api_waits_29_s(milliseconds: int, ids: list[str]) -> None:
    body = template(serverless(), web_socket_api(TimeoutInMillis=milliseconds), prompt_function())
    assert found_in(body) == ids


def test_the_message_names_the_api() -> None:
    body = template(serverless(), web_socket_api(TimeoutInMillis=60_000), prompt_function())
    finding = only_finding(RULE, body)
    assert finding.message == "the integration waits 60 s; a WebSocket API waits 29 s at most"
    assert "29000 or less" in finding.fix


def test_an_api_elsewhere_is_taken_for_the_one_that_waits_longer() -> None:
    body = template(serverless(), http_api(TimeoutInMillis=30_000, ApiId="a1b2c3"), prompt_function())
    assert found_in(body) == []
