"""Why a model cannot serve."""


class ModelFailure(Exception):  # noqa: N818  the word of SageMaker's own FailureReason
    """A model that does not start; ``str()`` is the endpoint's FailureReason, one line."""


class ModelTimeout(Exception):  # noqa: N818
    """The model did not answer in time."""


class ModelCrash(Exception):  # noqa: N818
    """The model's process ended, or cut the connection, while it had a request."""
