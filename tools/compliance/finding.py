"""What a checker reports of one resource."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, order=True)
class Finding:
    """One rule that one resource does not keep, and the reason if somebody gave one."""

    pack: str
    rule: str
    stack: str
    where: str
    message: str
    reason: str | None = None
