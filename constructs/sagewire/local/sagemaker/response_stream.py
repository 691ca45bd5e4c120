"""InvokeEndpointWithResponseStream's answer: the model's chunks as events, and how a stream ends that broke."""

import json
from collections.abc import Iterator

from sagewire.local.sagemaker import event_stream
from sagewire.local.sagemaker.failures import ModelCrash, ModelTimeout

_TOO_LONG = "The model failed to finish sending the response within the timeout period allowed by Amazon SageMaker AI."
_BROKEN = "The Transmission Control Protocol (TCP) connection between the client and the model was reset or closed."


def frames(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """A PayloadPart for each chunk; ModelStreamError at the end of what did not come to one."""
    try:
        for chunk in chunks:
            yield event_stream.event("PayloadPart", chunk, content_type="application/octet-stream")
    except ModelTimeout:
        yield _error(_TOO_LONG, "ModelInvocationTimeExceeded")
    except ModelCrash:
        yield _error(_BROKEN, "StreamBroken")


def _error(message: str, code: str) -> bytes:
    body = json.dumps({"Message": message, "ErrorCode": code}).encode()
    return event_stream.exception("ModelStreamError", body, content_type="application/json")
