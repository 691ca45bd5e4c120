"""A model that is slower than its kind of endpoint allows."""

from typing import Any

import pytest

from sagewire.validator.rules.time.sw103_model_slower_than_its_kind import RULE
from sagewire.validator.samples import Resources, template
from sagewire.validator.samples.asking_directly import asked as asked_directly
from sagewire.validator.samples.asking_directly import asking_api
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import (
    asynchronous,
    component,
    component_host,
    config,
    endpoint,
    instance_variant,
    model,
    real_time,
    serverless,
    serverless_variant,
)
from tests.validator.judging import findings_of, found_in, only_finding

STREAM = "sagemaker:InvokeEndpointWithResponseStream"


def stated(milliseconds: int) -> dict[str, int]:
    return {"latencyMilliseconds": milliseconds}


@pytest.mark.parametrize(("latency", "ids"), [(59_999, []), (60_000, []), (60_001, ["SW103"])])
def test_a_serverless_model_has_60_s(latency: int, ids: list[str]) -> None:
    assert found_in(template(serverless(stated=stated(latency)))) == ids


@pytest.mark.parametrize(("latency", "ids"), [(3_600_000, ["SW123"]), (3_600_001, ["SW103"])])
def test_an_asynchronous_model_has_an_hour(latency: int, ids: list[str]) -> None:
    assert found_in(template(asynchronous(stated=stated(latency)))) == ids


def asking(**changes: Any) -> Resources:
    waits = {"readTimeoutMilliseconds": 900_000, "attempts": 1}
    return function(**{"Timeout": 900, "stated": waits, **changes})


def asked(latency: int, **changes: Any) -> list[str]:
    return found_in(template(real_time(stated=stated(latency)), asking(**changes)))


@pytest.mark.parametrize(("latency", "ids"), [(60_000, []), (60_001, ["SW103"])])
def test_a_real_time_model_has_60_s_where_nobody_streams(latency: int, ids: list[str]) -> None:
    assert asked(latency) == ids


@pytest.mark.parametrize(("latency", "ids"), [(60_001, []), (480_000, []), (480_001, ["SW103"])])
def test_a_real_time_model_has_480_s_where_somebody_may_stream(latency: int, ids: list[str]) -> None:
    assert asked(latency, action=STREAM) == ids
    assert asked(latency, action="sagemaker:InvokeEndpoint*") == ids
    assert found_in(template(real_time(stated=stated(latency)))) == ids
    assert asked(latency, Role="arn:aws:iam::111122223333:role/elsewhere") == ids


def test_the_message_tells_which_limit_it_is() -> None:
    def message(parts: Resources) -> str:
        return only_finding(RULE, template(parts)).message

    assert message(real_time(stated=stated(500_000))) == (
        "the model takes 500 s, as stated; a real-time endpoint ends an invocation after 480 s, even if it is streamed"
    )
    assert message(serverless(stated=stated(75_500))) == (
        "the model takes 75.5 s, as stated; a serverless endpoint ends an invocation after 60 s"
    )
    assert message(asynchronous(stated=stated(4_000_000))) == (
        "the model takes 4000 s, as stated; an asynchronous endpoint ends an invocation after 3600 s"
    )


def test_a_component_is_waited_for_as_a_real_time_model() -> None:
    slow = component(stated=stated(500_000))
    assert found_in(template(component_host(), slow)) == ["SW103"]


def test_a_model_of_several_endpoints_is_one_finding() -> None:
    assert found_in(template(serverless(stated=stated(70_000)), endpoint("Second"))) == ["SW103"]


def test_the_endpoint_that_gives_a_model_the_least_time_counts() -> None:
    both = {
        **real_time(stated=stated(100_000)),
        **config(serverless_variant(), id="Small"),
        **endpoint("Second", config="Small"),
    }
    assert only_finding(RULE, template(both)).limit == "60 s"
    other = {
        **serverless(stated=stated(100_000)),
        **config(instance_variant(), id="Large"),
        **endpoint("Second", config="Large"),
    }
    assert only_finding(RULE, template(other)).limit == "60 s"


def test_a_model_that_no_endpoint_serves_is_left_alone() -> None:
    assert found_in(template(model(stated=stated(70_000)))) == []


@pytest.mark.parametrize(("latency", "ids"), [(100_000, []), (100_001, ["SW103"])])
def test_aws_may_have_raised_the_60_s_of_real_time_endpoints(latency: int, ids: list[str]) -> None:
    body = template(real_time(stated=stated(latency)), asking())
    quotas = {"REAL_TIME_RESPONSE": 100}
    assert found_in(body, quotas=quotas) == ids
    assert found_in(body) == ["SW103"]


def test_it_raises_what_is_streamed_if_it_is_more_and_nothing_that_is_serverless() -> None:
    quotas = {"REAL_TIME_RESPONSE": 500}
    assert found_in(template(real_time(stated=stated(490_000))), quotas=quotas) == []
    assert found_in(template(serverless(stated=stated(70_000))), quotas=quotas) == ["SW103"]


def test_an_account_may_have_less() -> None:
    body = template(real_time(stated=stated(50_000)), asking())
    finding = only_finding(RULE, body, quotas={"REAL_TIME_RESPONSE": 40})
    assert finding.message.endswith("ends an invocation after 40 s, the quota that was given")


@pytest.mark.parametrize(("latency", "limits"), [(60_000, []), (60_001, ["60 s"])])
def test_an_api_that_asks_itself_has_no_stream(latency: int, limits: list[str]) -> None:
    def found(*callers: Resources) -> list[str]:
        body = template(real_time(stated=stated(latency)), *callers)
        return [finding.limit for finding in findings_of(RULE, body)]

    assert found(asking_api()) == limits
    assert found(asking_api(), asking()) == limits
    assert found(asking_api(how="invocations-response-stream")) == []
    assert found(asking_api(), asking(action=STREAM)) == []
    elsewhere = {"Uri": asked_directly(name="elsewhere")}
    assert found(asking_api(integration=elsewhere)) == []
