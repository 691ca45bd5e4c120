"""What callers choose: a variant, a model, a component, a session."""

import json
from types import SimpleNamespace
from typing import Any

import pytest

from inference.choices import CHOICES
from inference.errors import BadRequest
from tests.lambda_src.conftest import Load
from tests.lambda_src.events import LambdaContext, bus_event, http_event
from tests.lambda_src.fake_aws import INVOKE, INVOKE_ASYNC, FakeAws, Reply

CHOSEN = {
    "TargetVariant": "green",
    "TargetContainerHostname": "second",
    "InferenceComponentName": "summaries",
    "SessionId": "NEW_SESSION",
    "PrefixAwareId": "talk-1",
    "CustomAttributes": "c=1, d=2",
    "TargetModel": "a.tar.gz",
    "EnableExplanations": "`true`",
}


def _direct(custom: dict[str, Any] | None) -> LambdaContext:
    context = LambdaContext()
    context.client_context = SimpleNamespace(custom=custom)
    return context


@pytest.mark.parametrize(("name", "value"), CHOSEN.items())
def test_a_choice_is_carried_from_the_header_of_a_caller(aws: FakeAws, load: Load, name: str, value: str) -> None:
    header = CHOICES[name].header
    answer = load("invoke").handler(http_event("1", **{header.title(): value}), LambdaContext())
    assert answer["statusCode"] == 200
    assert aws.calls(INVOKE)[0].headers[header] == value


def test_a_direct_call_names_its_choices_in_its_client_context(aws: FakeAws, load: Load) -> None:
    named = {**CHOSEN, "ContentType": "text/csv", "Accept": "text/csv", "InferenceId": "mine", "Other": 1}
    load("invoke").handler([1], _direct(named))
    (call,) = aws.calls(INVOKE)
    assert {name: call.headers[CHOICES[name].header] for name in CHOSEN} == CHOSEN
    assert (call.headers["content-type"], call.headers["accept"]) == ("text/csv", "text/csv")
    assert call.headers["x-amzn-sagemaker-inference-id"] == "mine"


def test_a_client_context_without_choices_is_none(aws: FakeAws, load: Load) -> None:
    handler = load("invoke").handler
    handler([1], _direct(None))
    handler([1], _direct({"SessionId": 7}))
    for call in aws.calls(INVOKE):
        assert call.headers.keys().isdisjoint({choice.header for choice in CHOICES.values()})


def test_what_the_function_fixes_is_asked_for_every_caller(aws: FakeAws, load: Load) -> None:
    handler = load("invoke", SAGEWIRE_TARGET_VARIANT="blue").handler
    handler(bus_event({}), LambdaContext())
    handler(http_event("1", **{"x-amzn-sagemaker-target-variant": "blue"}), LambdaContext())
    answer = handler(http_event("1", **{"x-amzn-sagemaker-target-variant": "green"}), LambdaContext())
    assert [call.headers["x-amzn-sagemaker-target-variant"] for call in aws.calls(INVOKE)] == ["blue", "blue"]
    assert (answer["statusCode"], json.loads(answer["body"])["error"]["message"]) == (
        400,
        "TargetVariant is 'green': this function always asks blue",
    )


@pytest.mark.parametrize("required", ["TargetModel", "InferenceComponentName"])
def test_a_choice_that_every_caller_has_to_make_is_missed(aws: FakeAws, load: Load, required: str) -> None:
    handler = load("invoke", SAGEWIRE_REQUIRED_TARGET=required).handler
    with pytest.raises(BadRequest, match=f"{required} is missing"):
        handler([1], LambdaContext())
    handler([1], _direct({required: "one"}))
    assert [call.headers[CHOICES[required].header] for call in aws.calls(INVOKE)] == ["one"]


@pytest.mark.parametrize("name", CHOSEN)
def test_a_choice_has_the_length_that_the_api_allows(aws: FakeAws, load: Load, name: str) -> None:
    choice = CHOICES[name]
    handler = load("invoke").handler
    just, more = ("t" * length for length in (choice.longest, choice.longest + 1))
    assert handler(http_event("1", **{choice.header: just}), LambdaContext())["statusCode"] == 200
    answer = handler(http_event("1", **{choice.header: more}), LambdaContext())
    assert answer["statusCode"] == 400
    assert f"1 to {choice.longest} printable" in json.loads(answer["body"])["error"]["message"]
    assert len(aws.calls(INVOKE)) == 1


def test_what_the_model_says_of_the_session_goes_back(aws: FakeAws, load: Load) -> None:
    told = {
        "x-amzn-sagemaker-new-session-id": "s-1; Expires=2026-11-27T00:00:00Z",
        "x-amzn-sagemaker-closed-session-id": "s-0",
        "x-amzn-sagemaker-custom-attributes": "trace=1",
    }
    aws.script(INVOKE, *[Reply(headers={"content-type": "text/csv", **told}, body=b"1")] * 2)
    handler = load("invoke").handler
    assert handler(http_event("1"), LambdaContext())["headers"] == {"content-type": "text/csv", **told}
    handler(bus_event({}), LambdaContext())
    detail = aws.events[0]["Detail"]
    assert (detail["newSessionId"], detail["closedSessionId"], detail["customAttributes"]) == (
        told["x-amzn-sagemaker-new-session-id"],
        "s-0",
        "trace=1",
    )


def test_an_asynchronous_request_may_have_its_times_and_a_place(aws: FakeAws, load: Load) -> None:
    times = {"requestttlseconds": "21600", "invocationtimeoutseconds": "1", "s3outputpathextension": "2026/11"}
    event = http_event("1", **{f"x_amzn_sagemaker_{name}": value for name, value in times.items()})
    assert load("invoke_async").handler(event, LambdaContext())["statusCode"] == 202
    (call,) = aws.calls(INVOKE_ASYNC)
    assert {name: call.headers[f"x-amzn-sagemaker-{name}"] for name in times} == times


@pytest.mark.parametrize("value", ["0", "3601", "-1", "1.5", "soon", "\u00b2"])
def test_a_time_that_the_api_does_not_take_is_refused(aws: FakeAws, load: Load, value: str) -> None:
    event = http_event("1", x_amzn_sagemaker_invocationtimeoutseconds=value)
    answer = load("invoke_async").handler(event, LambdaContext())
    assert (answer["statusCode"], aws.received) == (400, [])
