"""Faults 1, 2, 4 and 5: an endpoint that is not ready, throttles, is late, or whose model fails."""

import json
import threading
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest

from inference.errors import InferenceError
from sagewire.testing import Answer, faults
from tests.lambda_src.conftest import Lines, Load
from tests.lambda_src.events import LambdaContext, bus_event, http_event
from tests.lambda_src.fake_aws import INVOKE, FakeAws

ATTEMPTS = "5"  # what the constructs write
CALLERS = 100


def test_fault_4_a_result_that_trickles_in_is_late_like_any_other(aws: FakeAws, load: Load) -> None:
    """Though no byte of it comes long after the one before."""
    aws.script(INVOKE, faults.stream(*[b"1"] * 60, pause=0.05))
    answer = load("invoke", SAGEWIRE_READ_TIMEOUT="0.5").handler(http_event("[1]"), LambdaContext())
    assert json.loads(answer["body"])["error"]["code"] == "ReadTimeout"
    assert len(aws.received) == 1


def test_fault_1_a_model_not_ready_three_times_answers_the_fourth_of_exactly_four_requests(
    aws: FakeAws, load: Load, lines: Lines
) -> None:
    """On any botocore: the newest one's own retries would not ask again, an older one's would ask five times."""
    aws.script(INVOKE, *faults.model_not_ready().times(3))
    answer = load("invoke", SAGEWIRE_MAX_ATTEMPTS=ATTEMPTS).handler(http_event("[1]"), LambdaContext())
    assert (answer["statusCode"], answer["body"]) == (200, '{"score": 0.5}')
    assert [call.body for call in aws.received] == [b"[1]"] * 4
    assert lines()[0]["attempts"] == 4


def test_fault_2_a_hundred_callers_that_are_throttled_spread_their_attempts_and_stop_in_time(
    aws: FakeAws, load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Full jitter: each pause is anywhere between none and its longest, and no two callers pause alike."""
    aws.script(INVOKE, *faults.throttled().times(CALLERS * 9))
    pauses: dict[int, list[float]] = defaultdict(list)

    def wait(seconds: float) -> None:
        pauses[threading.get_ident()].append(seconds)

    monkeypatch.setattr("inference.retry.sleep", wait)
    handler = load("invoke", SAGEWIRE_MAX_ATTEMPTS=ATTEMPTS, SAGEWIRE_BACKOFF_BASE=None).handler
    statuses = _from_threads_of_their_own(lambda: handler(http_event("1"), LambdaContext())["statusCode"])
    assert statuses == [429] * CALLERS
    assert len(aws.received) == CALLERS * 5
    assert (len(pauses), {len(own) for own in pauses.values()}) == (CALLERS, {4})
    for number, longest in enumerate([0.2, 0.4, 0.8, 1.6]):
        nth = sorted(own[number] for own in pauses.values())
        assert len(set(nth)) == CALLERS
        assert 0 <= nth[0] <= longest * 0.2
        assert longest * 0.8 <= nth[-1] <= longest
        assert max(later - earlier for earlier, later in pairwise(nth)) < longest * 0.2


def _from_threads_of_their_own(call: Callable[[], int]) -> list[int]:
    """What that many callers get, each of which has a thread to itself until all are there."""
    together = threading.Barrier(CALLERS)

    def caller(_: int) -> int:
        together.wait()
        return call()

    with ThreadPoolExecutor(CALLERS) as pool:
        return list(pool.map(caller, range(CALLERS)))


def test_fault_2_throttling_that_outlasts_the_function_ends_with_its_own_error(aws: FakeAws, load: Load) -> None:
    """There is time for a second attempt, and for none after it."""
    aws.script(INVOKE, *faults.throttled().times(9))
    handler = load("invoke", SAGEWIRE_MAX_ATTEMPTS=ATTEMPTS).handler
    answer = handler(http_event("1"), LambdaContext(20_000, 20_000, 8_000))
    assert (answer["statusCode"], json.loads(answer["body"])["error"]["code"]) == (429, "Throttled")
    assert answer["headers"]["retry-after"] == "1"
    assert len(aws.received) == 2


@pytest.mark.parametrize(
    ("answer", "status"),
    [(faults.stall(1.0, body=b"[1]"), 200), (faults.stall(), 504), (faults.stall_in_body(b"[1, 2]", after=2), 504)],
)
def test_fault_4_an_answer_just_in_time_and_one_that_is_late_cost_one_request_each(
    aws: FakeAws, load: Load, answer: Answer, status: int
) -> None:
    """The 60 seconds of an endpoint are 2 here; boto3 alone sends a late one three to five times."""
    aws.script(INVOKE, *answer.times(5))
    handler = load("invoke", SAGEWIRE_MAX_ATTEMPTS=ATTEMPTS, SAGEWIRE_READ_TIMEOUT="2").handler
    told = handler(http_event("1"), LambdaContext())
    assert (told["statusCode"], len(aws.received)) == (status, 1)
    assert status == 200 or json.loads(told["body"])["error"]["code"] == "ReadTimeout"


@pytest.mark.parametrize("status", [400, 404, 422, 429, 499])
def test_fault_5_what_the_model_refuses_is_asked_once_and_goes_to_the_dead_letters_with_its_status(
    aws: FakeAws, load: Load, status: int
) -> None:
    """The error that is raised is what Lambda writes beside the event; the model's words are in the result event."""
    aws.script(INVOKE, *faults.model_error(status, "4 features, not 5").times(5))
    with pytest.raises(InferenceError, match=f"the model answered with status {status}") as raised:
        load("invoke", SAGEWIRE_MAX_ATTEMPTS=ATTEMPTS).handler(bus_event([1]), LambdaContext())
    assert (type(raised.value).__name__, raised.value.status) == ("ModelClientError", status)
    assert len(aws.calls(INVOKE)) == 1
    (told,) = aws.events
    assert (told["DetailType"], told["Detail"]["status"]) == ("Inference Failed", status)
    assert told["Detail"]["error"] == {"code": "ModelClientError", "message": "4 features, not 5"}


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (faults.model_error(500), "ModelServerError"),
        (faults.model_error(503), "ModelServerError"),
        (faults.dependency_failure(), "InternalFailure"),
    ],
)
def test_fault_5_what_may_pass_is_asked_again_so_many_times_and_is_no_failure_yet(
    aws: FakeAws, load: Load, answer: Answer, code: str
) -> None:
    """A failed dependency, 530, is none that boto3 asks again. Lambda sends the event anew: nothing is published."""
    aws.script(INVOKE, *answer.times(9))
    handler = load("invoke", SAGEWIRE_MAX_ATTEMPTS=ATTEMPTS).handler
    with pytest.raises(InferenceError) as raised:
        handler(bus_event([1]), LambdaContext())
    assert (raised.value.code, len(aws.calls(INVOKE)), aws.events) == (code, 5, [])
    assert handler(bus_event([1]), LambdaContext()) is None
    assert [event["DetailType"] for event in aws.events] == ["Inference Succeeded"]
