"""Direct calls: the event is the JSON request, the answer the JSON result, an error is Lambda's own."""

from typing import Any, NoReturn

from inference.context import Context
from inference.errors import InferenceError
from inference.log import InvocationRecord
from inference.request import InferenceRequest, json_request
from inference.response import InferenceResponse, check_answer
from inference.ways_in.way_in import WayIn


def _matches(_event: Any) -> bool:
    return True


def _request_id(_event: Any, context: Context) -> str:
    return context.aws_request_id


def _read(event: Any, request_id: str) -> InferenceRequest:
    return json_request(event, request_id=request_id)


def _answer(response: InferenceResponse, _record: InvocationRecord) -> Any:
    answer = response.as_json()
    check_answer(answer, raw_size=len(response.body))
    return answer


def _fail(error: InferenceError, _record: InvocationRecord) -> NoReturn:
    raise error


DIRECT = WayIn(
    name="direct",
    matches=_matches,
    request_id=_request_id,
    read=_read,
    answer=_answer,
    fail=_fail,
)
