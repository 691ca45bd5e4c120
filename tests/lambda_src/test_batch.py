"""Which messages of a batch are inferred at once, which wait for one another, and which are not started."""

from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from threading import Barrier, Event, Lock, get_ident
from typing import Any

import pytest

from inference.batch import failures, lines_of
from sagewire.testing import Answer, faults
from tests.lambda_src.conftest import Lines, Load
from tests.lambda_src.events import LambdaContext, queue_event, queued
from tests.lambda_src.fake_aws import INVOKE, PUT_EVENTS, FakeAws, fault, model_error, result

NEEDED = 8500  # ms: 3 s to connect, 5 s for the answer, 0.5 s to tell it


class Clock(LambdaContext):
    """A context whose time is set, and may be looked at by several threads at once."""

    def __init__(self, left: int = 60_000) -> None:
        super().__init__()
        self.left = left

    def get_remaining_time_in_millis(self) -> int:
        return self.left


@dataclass(frozen=True, kw_only=True)
class Then(Answer):
    """An answer, after something else."""

    first: Callable[[], object]
    answer: Answer = field(default_factory=lambda: result(b"1"))

    def send(self, connection: BaseHTTPRequestHandler, closing: Event) -> None:
        self.first()
        self.answer.send(connection, closing)


class Crowd:
    """Counts who is under way."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._now = 0
        self.most = 0

    def joined(self, wait: Callable[[float], object], seconds: float) -> None:
        """Stays until the others are there, or for long enough to be met by one that should not be."""
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        wait(seconds)
        with self._lock:
            self._now -= 1


def batch(count: int, **group: str) -> dict[str, Any]:
    return queue_event(*(queued(str(number), f"m-{number}", **group) for number in range(count)))


def failed(answer: dict[str, Any]) -> list[str]:
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def bodies(aws: FakeAws) -> list[str]:
    return [call.body.decode() for call in aws.calls(INVOKE)]


def test_messages_are_inferred_at_once_up_to_the_bound(aws: FakeAws, load: Load) -> None:
    """Each answer waits for two others to be under way; nobody ever sees a fourth."""
    meeting, crowd = Barrier(3), Crowd()
    aws.script(INVOKE, *[Then(first=lambda: crowd.joined(meeting.wait, 20))] * 9)
    assert failed(load("invoke", SAGEWIRE_CONCURRENCY="3").handler(batch(9), Clock())) == []
    assert len(bodies(aws)) == 9
    assert crowd.most == 3


def test_without_a_bound_they_are_inferred_one_after_the_other(aws: FakeAws, load: Load) -> None:
    crowd = Crowd()
    aws.script(INVOKE, *[Then(first=lambda: crowd.joined(Event().wait, 0.05))] * 5)
    assert failed(load("invoke", SAGEWIRE_CONCURRENCY=None).handler(batch(5), Clock())) == []
    assert bodies(aws) == ["0", "1", "2", "3", "4"]
    assert crowd.most == 1


def test_each_message_has_its_own_line_and_failure_side_by_side(aws: FakeAws, load: Load, lines: Lines) -> None:
    messages = [queued("" if number % 2 else "1", f"m-{number}") for number in range(20)]
    answer = load("invoke", SAGEWIRE_CONCURRENCY="8").handler(queue_event(*messages), Clock())
    assert failed(answer) == [f"m-{number}" for number in range(1, 20, 2)]
    said = {line["requestId"]: line.get("code") for line in lines()}
    assert said == {f"m-{number}": "BadRequest" if number % 2 else None for number in range(20)}


@pytest.mark.parametrize("concurrency", ["1", "4"])
def test_what_the_function_has_no_time_for_goes_back_untouched(
    aws: FakeAws, load: Load, lines: Lines, concurrency: str
) -> None:
    answer = load("invoke", SAGEWIRE_CONCURRENCY=concurrency).handler(batch(3), Clock(NEEDED - 1))
    assert failed(answer) == ["m-0", "m-1", "m-2"]
    assert aws.received == []
    assert {(line["code"], line["attempts"]) for line in lines()} == {("OutOfTime", 0)}


def test_with_just_enough_time_a_message_is_started(aws: FakeAws, load: Load) -> None:
    assert failed(load("invoke").handler(batch(1), Clock(NEEDED))) == []


def test_a_bad_message_is_not_even_read_without_time(aws: FakeAws, load: Load) -> None:
    """To publish its failure would need time as well."""
    assert failed(load("invoke").handler(queue_event(queued("", "bad")), Clock(NEEDED - 1))) == ["bad"]
    assert aws.events == []


def test_the_time_is_looked_at_before_each_message(aws: FakeAws, load: Load) -> None:
    clock = Clock()
    aws.script(INVOKE, result(b"1"), Then(first=lambda: setattr(clock, "left", NEEDED - 1)))
    assert failed(load("invoke").handler(batch(5), clock)) == ["m-2", "m-3", "m-4"]
    assert bodies(aws) == ["0", "1"]


def test_threads_start_nothing_after_the_deadline_and_those_in_a_call_are_waited_for(aws: FakeAws, load: Load) -> None:
    clock, both = Clock(), Barrier(2, action=lambda: setattr(clock, "left", NEEDED - 1))
    aws.script(INVOKE, *[Then(first=lambda: both.wait(20))] * 2)
    answer = load("invoke", SAGEWIRE_CONCURRENCY="2").handler(batch(6), clock)
    assert failed(answer) == ["m-2", "m-3", "m-4", "m-5"]
    assert sorted(bodies(aws)) == ["0", "1"]
    assert len(aws.events) == 2


def test_a_function_that_wants_a_longer_answer_needs_more_time(aws: FakeAws, load: Load) -> None:
    handler = load("invoke", SAGEWIRE_STREAM_TIME="6").handler
    assert failed(handler(batch(1), Clock(NEEDED + 999))) == ["m-0"]
    assert failed(handler(batch(1), Clock(NEEDED + 1000))) == []


def test_a_group_is_inferred_in_order_even_with_threads_to_spare(aws: FakeAws, load: Load) -> None:
    crowd = Crowd()
    aws.script(INVOKE, *[Then(first=lambda: crowd.joined(Event().wait, 0.05))] * 6)
    assert failed(load("invoke", SAGEWIRE_CONCURRENCY="6").handler(batch(6, group="a"), Clock())) == []
    assert bodies(aws) == ["0", "1", "2", "3", "4", "5"]
    assert crowd.most == 1


def test_groups_are_inferred_side_by_side(aws: FakeAws, load: Load) -> None:
    """Two of them meet at each answer."""
    meeting = Barrier(2)
    aws.script(INVOKE, *[Then(first=lambda: meeting.wait(20))] * 4)
    messages = [queued(f"{group}{number}", f"{group}{number}", group=group) for number in (1, 2) for group in "ab"]
    assert failed(load("invoke", SAGEWIRE_CONCURRENCY="2").handler(queue_event(*messages), Clock())) == []
    assert [body for body in bodies(aws) if body[0] == "a"] == ["a1", "a2"]
    assert [body for body in bodies(aws) if body[0] == "b"] == ["b1", "b2"]


@pytest.mark.parametrize("concurrency", ["1", "3"])
def test_after_a_failure_the_rest_of_its_group_goes_back_and_other_groups_do_not(
    aws: FakeAws, load: Load, lines: Lines, concurrency: str
) -> None:
    messages = [
        queued("1", "a1", group="a"),
        queued("1", "b1", group="b"),
        queued("", "a2", group="a"),
        queued("1", "b2", group="b"),
        queued("1", "a3", group="a"),
        queued("", "a4", group="a"),
    ]
    answer = load("invoke", SAGEWIRE_CONCURRENCY=concurrency).handler(queue_event(*messages), Clock())
    assert failed(answer) == ["a2", "a3", "a4"]
    assert len(bodies(aws)) == 3
    said = {line["requestId"]: (line.get("code"), line["attempts"]) for line in lines()}
    assert said["a2"] == ("BadRequest", 0)
    assert said["a3"] == said["a4"] == ("HeldBack", 0)
    assert [event["Detail"]["requestId"] for event in aws.events if event["DetailType"] == "Inference Failed"] == ["a2"]


def test_a_group_whose_first_message_fails_is_held_back_whole(aws: FakeAws, load: Load) -> None:
    aws.script(INVOKE, model_error(400))
    assert failed(load("invoke").handler(batch(4, group="a"), Clock())) == ["m-0", "m-1", "m-2", "m-3"]
    assert bodies(aws) == ["0"]


def test_groups_of_a_standard_queue_are_no_order(aws: FakeAws, load: Load) -> None:
    """They only share it out fairly: a poison message of one tenant holds back no other of it."""
    event = batch(3, group="tenant")
    for message in event["Records"]:
        message["eventSourceARN"] = message["eventSourceARN"].removesuffix(".fifo")
    aws.script(INVOKE, fault("ValidationError", 400))
    assert failed(load("invoke").handler(event, Clock())) == ["m-0"]


def test_a_retry_inside_a_group_keeps_its_order(aws: FakeAws, load: Load) -> None:
    aws.script(INVOKE, fault("ThrottlingException", 400), fault("ThrottlingException", 400))
    assert failed(load("invoke", SAGEWIRE_CONCURRENCY="3").handler(batch(2, group="a"), Clock())) == []
    assert bodies(aws) == ["0", "0", "0", "1"]


def test_one_at_a_time_takes_no_thread() -> None:
    threads: list[int] = []

    def infer(_message: str) -> bool:
        threads.append(get_ident())
        return True

    assert failures([["a"], ["b"]], infer=infer, hold_back=list, concurrency=1) == []
    assert threads == [get_ident()] * 2


def test_lines_keep_the_order_of_their_messages() -> None:
    assert lines_of(["b1", "a1", "b2", "a2"], lambda message: message[0]) == [["b1", "b2"], ["a1", "a2"]]


@pytest.mark.parametrize("concurrency", [1, 2, 99])
def test_of_each_line_the_first_that_fails_and_all_behind_it_come_again(concurrency: int) -> None:
    tried: list[str] = []
    held: list[str] = []

    def infer(message: str) -> bool:
        tried.append(message)
        return message not in {"a2", "c1"}

    again = failures(
        [["a1", "a2", "a3", "a4"], ["b1"], ["c1", "c2"]],
        infer=infer,
        hold_back=held.append,
        concurrency=concurrency,
    )
    assert again == ["a2", "a3", "a4", "c1", "c2"]
    assert sorted(tried) == ["a1", "a2", "b1", "c1"]
    assert sorted(held) == ["a3", "a4", "c2"]


@pytest.mark.parametrize(("left", "published"), [(199, 0), (2_000, 1)])
def test_a_result_is_published_within_the_functions_time(
    aws: FakeAws, load: Load, lines: Lines, left: int, published: int
) -> None:
    """A bus that does not answer would hold the function for longer than it lives, and its answer to Lambda with it."""
    clock = Clock()
    aws.script(INVOKE, Then(first=lambda: setattr(clock, "left", left)))
    aws.script(PUT_EVENTS, *faults.stall().times(3))
    assert failed(load("invoke").handler(batch(1), clock)) == ["m-0"]
    assert lines()[0]["code"] == "ResultNotPublished"
    assert len(aws.calls(PUT_EVENTS)) == published


def test_a_failure_that_could_not_be_told_is_in_the_line(aws: FakeAws, load: Load, lines: Lines) -> None:
    aws.script(INVOKE, model_error(422))
    aws.script(PUT_EVENTS, fault("AccessDeniedException", 400))
    assert failed(load("invoke").handler(batch(1), Clock())) == ["m-0"]
    (line,) = lines()
    assert line["code"] == "ModelClientError"
    assert line["detail"].startswith("the model answered with status 422; ResultNotPublished: PutEvents: AccessDenied")


def test_what_goes_back_untouched_counts_as_no_invocation(aws: FakeAws, load: Load, lines: Lines) -> None:
    """But what was read, and for which no time was left then, does."""
    aws.script(INVOKE, fault("ValidationError", 400))
    handler = load("invoke", SAGEWIRE_METRIC_NAMESPACE="Sagewire").handler
    handler(batch(2, group="a"), Clock())
    handler(batch(1), Clock(NEEDED - 1))
    with pytest.raises(Exception, match="an attempt needs"):
        handler([1], Clock(NEEDED - 1))
    said = [(line["code"], line.get("Failures")) for line in lines()]
    assert said == [("EndpointUnavailable", 1), ("HeldBack", None), ("OutOfTime", None), ("OutOfTime", 1)]
