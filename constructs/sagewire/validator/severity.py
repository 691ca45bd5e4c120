"""How bad a finding is."""

from enum import StrEnum


class Severity(StrEnum):
    """error: it cannot work, or AWS refuses it. warning: it bites under load, on update, or silently. info: to know."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
