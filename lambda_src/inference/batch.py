"""The messages of one event: side by side where their order is free, in order where it is not.

A message that fails does not keep others from being inferred, but for those behind it in its line: they go back with
it, or they would overtake it.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

Message = TypeVar("Message")


def lines_of(messages: Iterable[Message], line: Callable[[Message], str]) -> list[list[Message]]:
    """The messages, line by line, each in the order in which they came."""
    lines: dict[str, list[Message]] = {}
    for message in messages:
        lines.setdefault(line(message), []).append(message)
    return list(lines.values())


def failures(
    lines: Sequence[Sequence[Message]],
    *,
    infer: Callable[[Message], bool],
    hold_back: Callable[[Message], object],
    concurrency: int,
) -> list[Message]:
    """Those that failed and those behind them; at most `concurrency` lines are worked on at once.

    Args:
        lines: from `lines_of`.
        infer: whether a message got its result; it raises nothing.
        hold_back: notes that a message is not started.
        concurrency: at least 1.
    """

    def work(line: Sequence[Message]) -> Sequence[Message]:
        for number, message in enumerate(line):
            if not infer(message):
                for waiting in line[number + 1 :]:
                    hold_back(waiting)
                return line[number:]
        return ()

    workers = min(concurrency, len(lines))
    if workers == 1:
        return [message for line in lines for message in work(line)]
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 (no other request needs it)

    with ThreadPoolExecutor(workers) as pool:
        return [message for failed in pool.map(work, lines) for message in failed]
