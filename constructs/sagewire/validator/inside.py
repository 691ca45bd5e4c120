"""All that stands in a value."""

from collections.abc import Iterator

from sagewire.validator.value import Value

# More than any resource holds: where parameters stand in one another, it would not end.
_MOST = 10_000


def inside(value: Value) -> Iterator[Value]:
    """The value, and what stands in its lists and objects."""
    waiting = [value]
    for _ in range(_MOST):
        if not waiting:
            return
        found = waiting.pop()
        waiting += [*found.elements, *found.entries.values()]
        yield found
