"""The error a user of the embedded AWS sees."""


class LocalError(Exception):
    """The embedded AWS cannot do what was asked; ``str()`` is one line: what happened, and what to do."""
