"""What is in the way, where a rule knows several things that may be."""

from __future__ import annotations

from typing import NamedTuple

from sagewire.validator.value import Value


class Objection(NamedTuple):
    """The place at which something is in the way, and in words the reason and the remedy."""

    at: Value
    reason: str
    remedy: str
