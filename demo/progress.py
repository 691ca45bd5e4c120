"""Says what the demo does: a spinner on a terminal, plain lines elsewhere."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.table import Table

_PLAIN_WIDTH = 140


class Progress:
    """The demo's voice; it counts the seconds from its start."""

    def __init__(self) -> None:
        self._console = Console()
        if not self._console.is_terminal:
            self._console = Console(width=_PLAIN_WIDTH)
        self._start = time.monotonic()

    @property
    def seconds(self) -> float:
        """Seconds since the demo began."""
        return time.monotonic() - self._start

    @contextmanager
    def step(self, title: str) -> Iterator["Step"]:
        """Show that a step is being done, and, once it is, what came of it and how long it took."""
        step = Step(title)
        began = time.monotonic()
        if self._console.is_terminal:
            with self._console.status(title) as status:
                step.show = status.update
                yield step
        else:
            yield step
        self._console.print(f"{time.monotonic() - began:6.1f} s  {step.text}", highlight=False)

    def say(self, text: str) -> None:
        """One line, as it is."""
        self._console.print(text, highlight=False, soft_wrap=True)

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A table whose last column is a number."""
        table = Table(*columns)
        table.columns[-1].justify = "right"
        for row in rows:
            table.add_row(*row)
        self._console.print(table)


class Step:
    """A step that is being done; `text` is what its line will say."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.text = title
        self.show: Callable[[str], object] = _ignore

    def done(self, count: int) -> None:
        """Say how far it is."""
        self.show(f"{self.title}: {count} resources")


def _ignore(_text: str) -> None:
    """Where nobody watches, intermediate states are not worth a line."""
