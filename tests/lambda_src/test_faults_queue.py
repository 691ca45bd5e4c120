"""Faults 9, 10 and 12: messages that no retry can mend, and a function whose time ends in the middle of a batch.

Each is shown until the queue is empty: what is not named as failed is deleted, what is comes again, three times in all.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from sagewire.testing import faults
from tests.lambda_src.conftest import Lines, Load
from tests.lambda_src.events import LambdaContext, queue_event, queued
from tests.lambda_src.fake_aws import INVOKE, FakeAws

RECEIVES = 3  # the queue's maxReceiveCount
NEEDED = 8500  # ms: 3 s to connect, 5 s for the answer, 0.5 s to tell it
POISON = {
    "bad UTF-8": (queued("\ud800", "bad"), "half a surrogate pair"),
    "no body": (queued(None, "bad"), "of type NoneType"),
    "bad base64": (queued("no base64!", "bad", ContentEncoding="base64"), "base64"),
    "a header that HTTP cannot carry": (queued("1", "bad", ContentType="a\nb"), "content type"),
    "too large after base64": (queued("QUFB" * 334, "bad", ContentEncoding="base64"), "1002 bytes"),
}
EACH = pytest.mark.parametrize(("poison", "reason"), POISON.values(), ids=POISON)


@dataclass(kw_only=True)
class Queue:
    """What SQS and Lambda do with messages; of a FIFO queue, those of a group wait for the ones before them."""

    messages: list[dict[str, Any]]
    received: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    dead: list[str] = field(default_factory=list)
    answers: list[list[str]] = field(default_factory=list)

    def drain(self, handler: Callable[[Any, Any], Any], contexts: Iterator[LambdaContext] | None = None) -> None:
        """Delivers batches of ten until nothing is left."""
        while self.messages:
            batch = self.messages[:10]
            for message in batch:
                self.received[message["messageId"]] += 1
            answer = handler(queue_event(*batch), next(contexts) if contexts else LambdaContext())
            again = {failure["itemIdentifier"] for failure in answer["batchItemFailures"]}
            self.answers.append([message["messageId"] for message in batch if message["messageId"] in again])
            self.messages = [message for message in self.messages if not self._gone(message, batch, again)]

    def _gone(self, message: dict[str, Any], batch: list[dict[str, Any]], again: set[str]) -> bool:
        message_id = message["messageId"]
        if message not in batch or (message_id in again and self.received[message_id] < RECEIVES):
            return False
        if message_id in again:
            self.dead.append(message_id)
        return True


def _messages(count: int, **options: Any) -> list[dict[str, Any]]:
    return [queued(str(number), f"m-{number}", **options) for number in range(count)]


def _failures(aws: FakeAws) -> list[tuple[str, str]]:
    """Who failed, and the message that says why."""
    failed = [event["Detail"] for event in aws.events if event["DetailType"] == "Inference Failed"]
    return [(detail["requestId"], detail["error"]["message"]) for detail in failed]


@EACH
def test_fault_9_of_ten_messages_the_poison_one_alone_comes_again_and_ends_among_the_dead_letters(
    aws: FakeAws, load: Load, poison: dict[str, Any], reason: str
) -> None:
    """Each time an event tells its reason; the other nine are inferred once and deleted."""
    queue = Queue(messages=[*_messages(4), poison, *_messages(9)[4:]])
    queue.drain(load("invoke").handler)
    assert (queue.answers, queue.dead) == ([["bad"]] * RECEIVES, ["bad"])
    assert sorted(call.body for call in aws.calls(INVOKE)) == [str(number).encode() for number in range(9)]
    assert [message_id for message_id, _ in _failures(aws)] == ["bad"] * RECEIVES
    assert all(reason in message for _, message in _failures(aws))


def test_fault_9_what_the_model_calls_bad_json_is_poison_too(aws: FakeAws, load: Load) -> None:
    """What a body means is the model's to say, and any content type is its to choose."""
    refusal = faults.model_error(400, "no JSON: line 1 column 2")
    aws.script(INVOKE, refusal, faults.result(b"1"), *refusal.times(2))
    queue = Queue(messages=[queued("{", "bad"), *_messages(1)])
    queue.drain(load("invoke").handler)
    assert queue.dead == ["bad"]
    assert _failures(aws) == [("bad", "no JSON: line 1 column 2")] * RECEIVES
    assert [call.body for call in aws.calls(INVOKE)] == [b"{", b"0", b"{", b"{"]


@pytest.mark.parametrize("concurrency", ["1", "4"])
def test_fault_9_of_a_fifo_queue_no_message_overtakes_another_of_its_group(
    aws: FakeAws, load: Load, concurrency: str
) -> None:
    """SQS counts the receives of those that wait behind the poison too: they are dead letters with it, in order."""
    group = [queued(f"a{number}", f"a{number}", group="a") for number in range(1, 4)]
    other = [queued(f"b{number}", f"b{number}", group="b") for number in range(1, 4)]
    queue = Queue(messages=[group[0], other[0], queued("", "bad", group="a"), group[1], *other[1:], group[2]])
    handler = load("invoke", SAGEWIRE_CONCURRENCY=concurrency).handler
    queue.drain(handler)
    queue.messages = [queued("a4", "a4", group="a")]
    queue.drain(handler)
    bodies = [call.body.decode() for call in aws.calls(INVOKE)]
    assert [body for body in bodies if body[0] == "a"] == ["a1", "a4"]
    assert [body for body in bodies if body[0] == "b"] == ["b1", "b2", "b3"]
    assert queue.dead == ["bad", "a2", "a3"]
    assert {message_id for message_id, _ in _failures(aws)} == {"bad"}


def test_fault_9_behind_a_message_that_recovers_its_group_follows_in_order(aws: FakeAws, load: Load) -> None:
    aws.script(INVOKE, faults.result(b"1"), *faults.service_unavailable().times(3))
    queue = Queue(messages=_messages(4, group="a"))
    queue.drain(load("invoke").handler)
    assert queue.answers == [["m-1", "m-2", "m-3"], []]
    assert [call.body for call in aws.calls(INVOKE)] == [b"0", *[b"1"] * 4, b"2", b"3"]
    assert (queue.dead, _failures(aws)) == ([], [])


def test_fault_10_ten_bad_messages_are_ten_failures_and_no_silent_success(
    aws: FakeAws, load: Load, lines: Lines
) -> None:
    """An empty answer, or none at all, would delete them."""
    ids = [f"m-{number}" for number in range(10)]
    queue = Queue(messages=[queued("", message_id) for message_id in ids])
    queue.drain(load("invoke").handler)
    assert queue.answers == [ids] * RECEIVES
    assert queue.dead == ids
    assert aws.calls(INVOKE) == []
    assert [line["code"] for line in lines()] == ["BadRequest"] * 10 * RECEIVES


@pytest.mark.parametrize("concurrency", ["1", "2"])
def test_fault_12_with_too_little_time_no_call_starts_and_untouched_messages_come_again(
    aws: FakeAws, load: Load, lines: Lines, concurrency: str
) -> None:
    """Nothing is lost, and nothing inferred twice."""
    short = LambdaContext(*[60_000] * 6, NEEDED - 1)
    queue = Queue(messages=_messages(10))
    queue.drain(load("invoke", SAGEWIRE_CONCURRENCY=concurrency).handler, iter([short, LambdaContext()]))
    untouched, none = queue.answers
    assert (0 < len(untouched) < 10, none, queue.dead) == (True, [], [])
    assert sorted(call.body for call in aws.calls(INVOKE)) == [str(number).encode() for number in range(10)]
    assert [(line["code"], line["attempts"]) for line in lines() if "code" in line] == [("OutOfTime", 0)] * len(
        untouched
    )
