"""A container that gave no answer."""


class ContainerFault(Exception):  # noqa: N818  AWS calls what becomes of it a ModelError
    """``str()`` is why; `container` is its host name, and `status` the one that AWS gives in its place."""

    def __init__(self, message: str, *, container: str, status: int) -> None:
        """0 is AWS's status for a container that took too long."""
        super().__init__(message)
        self.container = container
        self.status = status
