"""One invocation, from event to answer: find the way in, ask the endpoint, answer, log one line."""

from collections.abc import Sequence
from typing import Any

from inference.context import Context
from inference.endpoint import Endpoint
from inference.errors import InferenceError
from inference.log import InvocationRecord
from inference.ways_in.way_in import WayIn


def invoke(event: Any, context: Context, *, endpoint: Endpoint, ways_in: Sequence[WayIn]) -> Any:
    """The answer of the first way in that takes the event; what it raises is for Lambda."""
    way_in = next(way for way in ways_in if way.matches(event))
    record = InvocationRecord(
        request_id=way_in.request_id(event, context),
        way_in=way_in.name,
        endpoint=endpoint.settings.endpoint_name,
        function_request_id=context.aws_request_id,
        metric_namespace=endpoint.settings.metric_namespace,
    )
    try:
        request = way_in.read(event, record.request_id, context)
        record.asked(request)
        response = endpoint.infer(request, context=context, record=record)
        record.answered(response)
        answer = way_in.answer(response, record)
    except InferenceError as error:
        record.failed(error)
        return way_in.fail(error, record)
    else:
        record.succeeded(response)
        return answer
    finally:
        record.write()
