# ruff: noqa: N818 (a class's name is the code the caller sees: Lambda's errorType, the HTTP body's error.code)
"""What can go wrong between a caller and a model: the error table, one class per row.

The caller is told `code`, `message` and the HTTP status; `detail` is for the log alone, as it may name ARNs. What is
raised for Lambda to tell has no words of the model's in it: they may quote the request, and Lambda's runtime logs them.
What raises each row is in faults.py. *Retry* says who may send the request again: NOW this invocation, after
a pause (retry.py); LATER whoever sent it (Lambda, if it is an event), since the inference may have run or a
pause would not help; NEVER nobody, as the request itself is at fault.

| code                | status | retry | cause                                                              |
|---------------------|--------|-------|--------------------------------------------------------------------|
| BadRequest          | 400    | NEVER | no body, bad base64, bad text, a header that HTTP cannot carry     |
| PayloadTooLarge     | 413    | NEVER | more bytes than the endpoint's kind accepts; nothing was sent      |
| ModelClientError    | 4xx    | NEVER | the model answered 400-499; its own status is passed on            |
| ResultTooLarge      | 502    | NEVER | no room for it in Lambda's answer, an event or a message           |
| StreamTooLarge      | 502    | NEVER | a streamed result has more than SAGEWIRE_STREAM_LIMIT bytes        |
| Throttled           | 429    | NOW   | ThrottlingException, HTTP 429                                      |
| ModelNotReady       | 503    | NOW   | ModelNotReadyException: cold start, or model still loading         |
| ServiceUnavailable  | 503    | NOW   | ServiceUnavailable, HTTP 503                                       |
| InternalFailure     | 502    | NOW   | InternalFailure, InternalDependencyException, HTTP 500 and 530     |
| ModelServerError    | 502    | NOW   | the model answered 500 or above                                    |
| Unreachable         | 502    | NOW   | no connection, so nothing was sent                                 |
| ConnectionReset     | 502    | NOW   | the connection broke before any of the answer came                 |
| ConnectionLost      | 502    | LATER | it broke within the answer, or HTTP 502: inference may have run    |
| ReadTimeout         | 504    | LATER | no answer within SAGEWIRE_READ_TIMEOUT, or HTTP 504: as above      |
| ModelTimeout        | 504    | LATER | SageMaker gave the model up (original status 0)                    |
| OutOfTime           | 504    | LATER | too little of the function's time is left for an attempt           |
| CircuitOpen         | 503    | LATER | the endpoint failed several times in a row: it is left alone       |
| AlreadyRunning      | 409    | LATER | another request with the same idempotency key has no answer yet    |
| KeyNotStored        | 503    | LATER | DynamoDB cannot keep the idempotency key; nothing was sent         |
| StreamBroken        | 502    | LATER | a streamed result ended with an error, or its connection broke     |
| StreamTimeout       | 504    | LATER | a streamed result took longer than SAGEWIRE_STREAM_TIME            |
| PartNotPosted       | 502    | LATER | a part of it could not be posted to the WebSocket connection       |
| HeldBack            | 503    | LATER | an earlier message of the same FIFO group failed; not started      |
| EndpointUnavailable | 503    | LATER | ValidationError: no such endpoint, not in service, another kind    |
| AccessDenied        | 500    | LATER | the function's role may not do this, or its credentials ended      |
| ResultNotPublished  | 500    | LATER | PutEvents or SendMessage failed, refused it, or had no time left   |
| UnknownFault        | 500    | LATER | anything else that botocore raises                                 |
"""

from enum import Enum, auto
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from inference.response import InferenceResponse

MESSAGE_LIMIT = 1024
RETRY_AFTER = {429: 1, 503: 5}  # HTTP status -> seconds the caller is asked to wait


class Retry(Enum):
    """Who may send the request again."""

    NOW = auto()
    LATER = auto()
    NEVER = auto()


class Unhandled(Exception):
    """In the place of an error that is no row of the table: which and where, as its words may quote the request."""


class InferenceError(Exception):
    """A request that got no result; `str(error)` is what the caller may read.

    `partial` is what came of a streamed result before it broke, if anything did.
    """

    default: ClassVar[str] = "the inference failed"
    status: int = 500
    retry: ClassVar[Retry] = Retry.LATER
    partial: "InferenceResponse | None" = None

    def __init__(self, message: str | None = None, *, detail: str = "") -> None:
        words = (message or self.default)[:MESSAGE_LIMIT]
        super().__init__(words.encode(errors="replace").decode())  # a model may say half a surrogate pair
        self.detail = detail

    @property
    def code(self) -> str:
        """The row's name."""
        return type(self).__name__

    def for_lambda(self) -> "InferenceError":
        """What to raise in its place, where Lambda's runtime tells the caller of it, and the log."""
        return self

    def told_partial(self) -> dict[str, Any]:
        """What is told beside the error of a result that is not whole: {partial}, or nothing."""
        return {"partial": self.partial.as_partial()} if self.partial else {}


class BadRequest(InferenceError):
    status = 400
    retry = Retry.NEVER


class PayloadTooLarge(InferenceError):
    default = "the endpoint refused the request as too large"
    status = 413
    retry = Retry.NEVER


class ModelClientError(InferenceError):
    retry = Retry.NEVER

    def __init__(self, message: str, *, status: int, detail: str = "") -> None:
        super().__init__(message, detail=detail)
        self.status = status

    def for_lambda(self) -> "ModelClientError":
        """Without the model's words."""
        words = f"the model answered with status {self.status}"
        return ModelClientError(words, status=self.status, detail=self.detail)


class ResultTooLarge(InferenceError):
    status = 502
    retry = Retry.NEVER


class StreamTooLarge(InferenceError):
    status = 502
    retry = Retry.NEVER


class Throttled(InferenceError):
    default = "the endpoint is throttling requests"
    status = 429
    retry = Retry.NOW


class ModelNotReady(InferenceError):
    default = "the model is still being loaded"
    status = 503
    retry = Retry.NOW


class ServiceUnavailable(InferenceError):
    default = "the endpoint is not available at the moment"
    status = 503
    retry = Retry.NOW


class InternalFailure(InferenceError):
    default = "the endpoint failed internally"
    status = 502
    retry = Retry.NOW


class ModelServerError(InferenceError):
    default = "the model failed on this request"
    status = 502
    retry = Retry.NOW


class Unreachable(InferenceError):
    default = "the endpoint cannot be reached"
    status = 502
    retry = Retry.NOW


class ConnectionReset(InferenceError):
    default = "the connection to the endpoint broke before it answered"
    status = 502
    retry = Retry.NOW


class ConnectionLost(InferenceError):
    default = "the connection to the endpoint broke before the whole answer was there"
    status = 502


class ReadTimeout(InferenceError):
    default = "the endpoint did not answer in time"
    status = 504


class ModelTimeout(InferenceError):
    default = "the model did not answer in time"
    status = 504


class OutOfTime(InferenceError):
    status = 504


class CircuitOpen(InferenceError):
    default = "the endpoint failed several times in a row, and is left alone for a while"
    status = 503


class AlreadyRunning(InferenceError):
    default = "another request with the same idempotency key is being inferred: send it again later"
    status = 409


class KeyNotStored(InferenceError):
    default = "the idempotency key could not be stored, so that nothing was sent: send it again later"
    status = 503


class StreamBroken(InferenceError):
    default = "the endpoint broke off its answer"
    status = 502


class StreamTimeout(InferenceError):
    status = 504


class PartNotPosted(InferenceError):
    default = "a part of the answer could not be delivered"
    status = 502


class HeldBack(InferenceError):
    default = "an earlier message of the same group failed, so that this one was not started"
    status = 503


class EndpointUnavailable(InferenceError):
    default = "the endpoint does not exist, is not in service, or does not take this kind of request"
    status = 503


class AccessDenied(InferenceError):
    default = "the function is not allowed to use the endpoint"


class ResultNotPublished(InferenceError):
    default = "the result could not be published"


class UnknownFault(InferenceError):
    default = "the endpoint could not be asked"
