"""When an attempt is made again, and when there is no time for it."""

import json

import pytest

from inference.retry import ANSWER_RESERVE, BACKOFF_CAP, CONNECT_TIMEOUT, RetryPolicy
from tests.lambda_src.conftest import Lines, Load
from tests.lambda_src.events import LambdaContext, http_event
from tests.lambda_src.fake_aws import INVOKE, FakeAws, fault, model_error, result

NOT_READY = fault("ModelNotReadyException", 429)
NEEDED = round((CONNECT_TIMEOUT + 5 + ANSWER_RESERVE) * 1000)  # SAGEWIRE_READ_TIMEOUT is 5


def test_a_model_that_becomes_ready_answers(aws: FakeAws, load: Load, lines: Lines) -> None:
    aws.script(INVOKE, NOT_READY, NOT_READY, NOT_READY)
    answer = load("invoke", SAGEWIRE_MAX_ATTEMPTS="4").handler(http_event("1"), LambdaContext())
    assert (answer["statusCode"], len(aws.received)) == (200, 4)
    assert (lines()[0]["attempts"], {call.body for call in aws.received}) == (4, {b"1"})


@pytest.mark.parametrize("attempts", [1, 2, 4])
def test_attempts_are_bounded(aws: FakeAws, load: Load, attempts: int) -> None:
    aws.script(INVOKE, *[NOT_READY] * 9)
    load("invoke", SAGEWIRE_MAX_ATTEMPTS=str(attempts)).handler(http_event("1"), LambdaContext())
    assert len(aws.received) == attempts


def test_a_final_error_ends_the_retries(aws: FakeAws, load: Load) -> None:
    aws.script(INVOKE, NOT_READY, model_error(422), result(b"1"))
    assert load("invoke").handler(http_event("1"), LambdaContext())["statusCode"] == 422
    assert len(aws.received) == 2


@pytest.mark.parametrize(("left", "status", "requests"), [(NEEDED, 200, 1), (NEEDED - 1, 504, 0)])
def test_an_attempt_that_could_not_finish_is_not_started(
    aws: FakeAws, load: Load, left: int, status: int, requests: int
) -> None:
    answer = load("invoke").handler(http_event("1"), LambdaContext(left))
    assert (answer["statusCode"], len(aws.received)) == (status, requests)
    if not requests:
        error = json.loads(answer["body"])["error"]
        assert error["code"] == "OutOfTime"
        assert f"{left} ms left, an attempt needs {NEEDED} ms" in error["message"]


@pytest.mark.parametrize(
    ("clock", "requests"),
    [
        ((60_000, NEEDED - 1), 1),
        ((60_000, NEEDED + 1), 2),
        ((60_000, 60_000, NEEDED - 1), 2),
        ((60_000, 60_000, 60_000), 3),
    ],
)
def test_the_time_left_bounds_the_retries(aws: FakeAws, load: Load, clock: tuple[int, ...], requests: int) -> None:
    """What is answered then is the endpoint's own error; the pauses here are shorter than 1 ms."""
    aws.script(INVOKE, *[NOT_READY] * 5)
    clock = (*clock, NEEDED - 1)
    handler = load("invoke", SAGEWIRE_BACKOFF_BASE="0.0000001").handler
    answer = handler(http_event("1"), LambdaContext(*clock))
    assert json.loads(answer["body"])["error"]["code"] == "ModelNotReady"
    assert len(aws.received) == requests


def test_the_pause_counts_as_time(aws: FakeAws, load: Load) -> None:
    """Any pause at all is more than is left."""
    aws.script(INVOKE, *[NOT_READY] * 5)
    handler = load("invoke", SAGEWIRE_BACKOFF_BASE="1000").handler
    assert handler(http_event("1"), LambdaContext(NEEDED))["statusCode"] == 503
    assert len(aws.received) == 1


@pytest.mark.parametrize(("spare", "requests"), [(-1, 1), (0, 2)])
def test_a_pause_of_half_a_second_needs_500_ms_more(
    aws: FakeAws, load: Load, monkeypatch: pytest.MonkeyPatch, spare: int, requests: int
) -> None:
    """The longest pause is drawn, and not waited for."""
    aws.script(INVOKE, *[NOT_READY] * 5)
    waited: list[float] = []
    monkeypatch.setattr("inference.retry.uniform", max)
    monkeypatch.setattr("inference.retry.sleep", waited.append)
    handler = load("invoke", SAGEWIRE_BACKOFF_BASE="0.5", SAGEWIRE_MAX_ATTEMPTS="2").handler
    handler(http_event("1"), LambdaContext(NEEDED + 500 + spare))
    assert (len(aws.received), waited) == (requests, [0.5] * (requests - 1))


@pytest.mark.parametrize(
    ("base", "attempts", "seconds"),
    [(0.2, 1, 0.2), (0.2, 2, 0.4), (0.2, 5, 3.2), (0.2, 6, BACKOFF_CAP), (9, 1, BACKOFF_CAP)],
)
def test_pauses_double_up_to_the_cap(base: float, attempts: int, seconds: float) -> None:
    policy = RetryPolicy(max_attempts=9, backoff_base=base, read_timeout=1)
    assert policy.longest_pause(attempts) == pytest.approx(seconds)
