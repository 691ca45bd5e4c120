"""The paths of CDK's constructs: "Stack/Endpoint/Resource"."""

from __future__ import annotations

from collections.abc import Iterator


def upwards(path: str) -> Iterator[str]:
    """A path, and those of the constructs around it, the nearest first; but for the app's, which is empty."""
    while path:
        yield path
        path = path.rpartition("/")[0]
