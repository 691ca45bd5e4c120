"""What is put is sent once, in order, and all of it before the end."""

import threading

from sagewire.local.batches import Batches


def test_everything_is_sent_in_order_and_not_singly() -> None:
    sent: list[list[int]] = []
    batches: Batches[int] = Batches(sent.append, name="test", seconds=0.2)
    for number in range(1200):
        batches.put(number)
    batches.end()
    assert batches.join(30)
    assert [number for batch in sent for number in batch] == list(range(1200))
    assert len(sent) < 10
    assert max(len(batch) for batch in sent) <= 501


def test_a_single_one_is_sent_while_nothing_else_comes() -> None:
    sent: list[list[str]] = []
    arrived = threading.Event()

    def send(batch: list[str]) -> None:
        sent.append(batch)
        arrived.set()

    batches = Batches(send, name="test", seconds=0.01)
    batches.put("one")
    assert arrived.wait(30)
    assert sent == [["one"]]
    batches.end()
    assert batches.join(30)


def test_an_end_twice_is_one_end() -> None:
    sent: list[list[str]] = []
    batches = Batches(sent.append, name="test", seconds=0.01)
    batches.end()
    batches.end()
    assert batches.join(30)
    assert sent == []
