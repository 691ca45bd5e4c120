"""Direct calls: the event is the JSON request, the answer the JSON result, an error is Lambda's own.

Choices, and headers such as ContentType, go by the API's names under `custom` of the call's client context.
https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#lambda-Invoke-request-ClientContext
"""

from collections.abc import Mapping
from typing import Any, NoReturn

from inference.context import Context
from inference.errors import InferenceError
from inference.log import InvocationRecord
from inference.request import InferenceRequest, json_body, named_request
from inference.response import InferenceResponse, check_answer
from inference.ways_in.way_in import WayIn


def _matches(_event: Any) -> bool:
    return True


def _request_id(_event: Any, context: Context) -> str:
    return context.aws_request_id


def _read(event: Any, request_id: str, context: Context) -> InferenceRequest:
    return named_request(json_body(event), _named(context), request_id=request_id, key=None)


def _named(context: Context) -> Mapping[str, str]:
    """What the caller put under `custom` of the client context; anything but text is left out."""
    custom = getattr(context.client_context, "custom", None) or {}
    return {name: value for name, value in custom.items() if isinstance(value, str)}


def _answer(response: InferenceResponse, _record: InvocationRecord) -> Any:
    answer = response.as_json()
    check_answer(answer, raw_size=len(response.body))
    return answer


def _fail(error: InferenceError, _record: InvocationRecord) -> NoReturn:
    raise error.for_lambda() from None


DIRECT = WayIn(
    name="direct",
    matches=_matches,
    request_id=_request_id,
    read=_read,
    answer=_answer,
    fail=_fail,
)
