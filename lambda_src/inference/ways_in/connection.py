"""Messages of a WebSocket API: the body is the request, and the answer is posted part by part (connection.py).

A message may choose nothing. API Gateway hands it over as an event, whose errors Lambda puts into the dead-letter
queue; the client is told of them as well.
https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-requests.html
"""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, NoReturn

from inference.connection import Connection, WebSocketApis
from inference.context import Context
from inference.errors import InferenceError, PartNotPosted
from inference.log import InvocationRecord
from inference.request import JSON, InferenceRequest, decoded, encoded
from inference.response import InferenceResponse
from inference.suffix import UNKNOWN
from inference.ways_in.way_in import WayIn

TAKEN: Mapping[str, int] = {"statusCode": 200}
_NAME = "connection"


def connection_way_in(connection: Connection) -> WayIn:
    """Messages of this connection."""

    def answer(response: InferenceResponse, record: InvocationRecord) -> Mapping[str, int]:
        connection.end({"contentType": response.content_type})
        record.response_bytes = connection.size
        if connection.gone:
            record.detail = f"the client has gone; parts posted: {connection.parts}"
        return TAKEN

    def fail(error: InferenceError, record: InvocationRecord) -> NoReturn:
        record.response_bytes = connection.size
        told = {"code": error.code, "message": str(error)}
        with suppress(PartNotPosted):
            connection.end({"error": told, "partial": connection.size > 0})
        raise error.for_lambda() from None

    return WayIn(
        name=_NAME,
        matches=lambda _event: True,
        request_id=_request_id,
        read=_read,
        answer=answer,
        fail=fail,
    )


def is_connection(event: Any) -> bool:
    """Whether the event is of a WebSocket API."""
    context = event.get("requestContext") if isinstance(event, dict) else None
    return isinstance(context, dict) and "connectionId" in context


def is_message(event: Any) -> bool:
    """Whether it brings a message; the others tell that a connection opens or closes."""
    return bool(event["requestContext"]["eventType"] == "MESSAGE")


def connection_of(event: Any, context: Context, apis: WebSocketApis) -> Connection:
    """The connection that the event's message came by."""
    told = event["requestContext"]
    client = apis.client(domain=told["domainName"], stage=told["stage"])
    return Connection(
        id=told["connectionId"],
        request_id=_request_id(event, context),
        client=client,
        remaining=context.get_remaining_time_in_millis,
    )


def _request_id(event: Any, context: Context) -> str:
    return str(event["requestContext"].get("requestId") or context.aws_request_id)


def _read(event: Any, request_id: str, _context: Context) -> InferenceRequest:
    text, binary = event.get("body") or "", event.get("isBase64Encoded")
    body = decoded(text) if binary else encoded(text)
    return InferenceRequest(id=request_id, content_type=UNKNOWN if binary else JSON, body=body, size=len(body))
