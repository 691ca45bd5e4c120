"""What stands more than once where it may stand once."""

from collections.abc import Hashable, Iterable, Iterator
from typing import TypeVar

_Item = TypeVar("_Item")


def repeated(keyed: Iterable[tuple[Hashable, _Item]]) -> Iterator[tuple[_Item, _Item]]:
    """Each thing whose key one before it has, and the first of that key; a thing without a key is like no other."""
    first: dict[Hashable, _Item] = {}
    for key, item in keyed:
        if key is None:
            continue
        if key in first:
            yield item, first[key]
        first.setdefault(key, item)
