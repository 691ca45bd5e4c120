"""Constructs, and their paths."""

from __future__ import annotations

from constructs import IConstruct


def down_to(path: str, app: IConstruct) -> list[IConstruct]:
    """The app, and the constructs on the way down to a path."""
    found = [app]
    for part in path.split("/") if path else ():
        below = found[-1].node.try_find_child(part)
        if below is None:
            break
        found.append(below)
    return found
