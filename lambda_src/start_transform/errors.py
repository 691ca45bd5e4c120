# ruff: noqa: N818 (a class's name is the code the caller sees: Lambda's errorType)
"""What can go wrong between an event and a transform job: the error table, one class per row.

Every row is raised: a direct caller is told `code` and `message`, an event is sent again by Lambda, twice, and then
goes to the dead-letter queue. `detail` is for the log alone, as it may name ARNs. *Again* says whether the same event
can succeed later. What raises each row is in faults.py; sending it again never starts a second job (order.py).

| code               | status | again | cause                                                                    |
|--------------------|--------|-------|--------------------------------------------------------------------------|
| BadRequest         | 400    | no    | an event of another form, or a place outside the job's prefixes          |
| JobRefused         | 400    | no    | ValidationException: the job as configured, or its model, does not do    |
| ModelNotFound      | 503    | yes   | ResourceNotFound: the model is being replaced, or is gone                |
| LimitExceeded      | 429    | yes   | ResourceLimitExceeded: the account's instances or jobs are all in use    |
| Throttled          | 429    | yes   | ThrottlingException after three attempts, or HTTP 429 without a code      |
| ServiceUnavailable | 503    | yes   | HTTP 500 and above, after three attempts                                 |
| Unreachable        | 502    | yes   | no connection, or no answer in time: the job may have been started       |
| AccessDenied       | 500    | yes   | the function's role may not do this, or its credentials ended            |
| UnknownFault       | 500    | yes   | anything else that botocore raises                                       |
"""

from typing import ClassVar

MESSAGE_LIMIT = 1024


class TransformError(Exception):
    """A job that was not started; `str(error)` is what the caller may read."""

    default: ClassVar[str] = "the transform job was not started"
    status: ClassVar[int] = 500
    again: ClassVar[bool] = True

    def __init__(self, message: str | None = None, *, detail: str = "") -> None:
        super().__init__((message or self.default)[:MESSAGE_LIMIT])
        self.detail = detail

    @property
    def code(self) -> str:
        """The row's name."""
        return type(self).__name__


class BadRequest(TransformError):
    status = 400
    again = False


class JobRefused(TransformError):
    default = "SageMaker refused the transform job as it is configured"
    status = 400
    again = False


class ModelNotFound(TransformError):
    default = "the model of the transform job does not exist"
    status = 503


class LimitExceeded(TransformError):
    default = "the account has no instance, or no job, left of its quota"
    status = 429


class Throttled(TransformError):
    default = "SageMaker is throttling requests"
    status = 429


class ServiceUnavailable(TransformError):
    default = "SageMaker is not available at the moment"
    status = 503


class Unreachable(TransformError):
    default = "SageMaker did not answer"
    status = 502


class AccessDenied(TransformError):
    default = "the function is not allowed to start the transform job"


class UnknownFault(TransformError):
    default = "SageMaker could not be asked"
