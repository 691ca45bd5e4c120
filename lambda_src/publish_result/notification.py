"""What an asynchronous endpoint tells its success and error topics, as a result event.

https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-check-predictions.html
"""

import base64
import json
from collections.abc import Mapping
from typing import Any

from inference.response import InferenceResponse
from inference.results import FAILED, SUCCEEDED
from inference.suffix import UNKNOWN

# What a response of up to 128 KB is told as, where the endpoint's IncludeInferenceResponseIn names the topic.
_RESULTS = {"Completed": "result", "Failed": "failureResponse"}
DETAIL_TYPES = {"Completed": SUCCEEDED, "Failed": FAILED}


class NotificationError(Exception):
    """A record that tells of no inference."""


def result_event(record: Any) -> tuple[str, dict[str, Any]]:
    """The detail type and detail for one SNS record; raises NotificationError."""
    message = _message(record)
    status, inference_id = message.get("invocationStatus"), message.get("inferenceId")
    if not isinstance(status, str) or status not in DETAIL_TYPES:
        raise NotificationError(
            f"invocationStatus is {str(status)[:64]!a}; it must be one of {', '.join(DETAIL_TYPES)}"
        )
    if not isinstance(inference_id, str) or not inference_id:
        raise NotificationError(f"inferenceId is {str(inference_id)[:64]!a}; it must be the id of an inference")
    asked, answered = _part(message, "requestParameters"), _part(message, "responseParameters")
    location = answered.get("outputLocation")
    detail = {
        "endpointName": asked.get("endpointName"),
        "requestId": inference_id,
        "inferenceId": inference_id,
        "inputLocation": asked.get("inputLocation"),
        "outputLocation": location if status == "Completed" else None,
        # AWS does not say where a failed inference's location stands; both places have been seen.
        "failureLocation": None if status == "Completed" else message.get("failureLocation") or location,
        "failureReason": message.get("failureReason"),
        _RESULTS[status]: _response(message, answered.get("contentType")),
    }
    return DETAIL_TYPES[status], {name: value for name, value in detail.items() if value is not None}


def _message(record: Any) -> Mapping[str, Any]:
    try:
        message = json.loads(record["Sns"]["Message"])
    except (KeyError, TypeError, ValueError) as error:
        raise NotificationError(f"no SNS record with a JSON message: {type(error).__name__}") from error
    if not isinstance(message, dict):
        raise NotificationError(f"the message is a JSON {type(message).__name__}; it must be an object")
    return message


def _response(message: Mapping[str, Any], content_type: Any) -> Any:
    """The response itself, if it is there; AWS leaves out a large one without a word, and S3 has each of them."""
    told = _part(message, "responseBody")
    if told.get("encoding") != "BASE64":
        return None
    try:
        body = base64.b64decode(told["content"], validate=True)
    except (KeyError, TypeError, ValueError):
        return None
    return InferenceResponse(body=body, content_type=str(content_type or UNKNOWN)).as_json()


def _part(message: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = message.get(name)
    return part if isinstance(part, dict) else {}
