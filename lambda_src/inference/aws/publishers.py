"""The services that results are sent to, each with the one operation that is needed."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from inference.aws.connections import Reply
from inference.aws.replies import checked, json_of, metadata
from inference.aws.service import API_GATEWAY_MANAGEMENT, EVENT_BRIDGE, SQS, Service
from inference.aws.transport import Transport

_CONNECT_TIMEOUT = 1.0
_READ_TIMEOUT = 5.0


class Publisher:
    """A client of one service. It sends once, and raises what boto3's client raises."""

    service: Service

    def __init__(self, *, url: str | None = None, max_connections: int = 10) -> None:
        """`url` comes before all that is configured."""
        self._transport = Transport(
            self.service,
            connect_timeout=_CONNECT_TIMEOUT,
            read_timeout=_READ_TIMEOUT,
            max_connections=max_connections,
            url=url,
        )

    def close(self) -> None:
        """Closes the connections."""
        self._transport.close()

    def _send(self, operation: str, path: str, headers: dict[str, str], body: bytes) -> Reply:
        return checked(self._transport.send(path, headers, body), self.service, operation)

    def _call(self, target: str, headers: Mapping[str, str], parameters: Mapping[str, Any]) -> dict[str, Any]:
        """An operation of a service whose requests and answers are JSON."""
        told = {"X-Amz-Target": target, **headers}
        reply = self._send(target.rpartition(".")[2], "/", told, json.dumps(parameters).encode())
        return {**json_of(reply.content), "ResponseMetadata": metadata(reply)}


class EventBridge(Publisher):
    """Event buses. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html"""

    service = EVENT_BRIDGE

    def put_events(self, **parameters: Any) -> dict[str, Any]:
        """Entries, of which some may be refused: the answer says which."""
        return self._call("AWSEvents.PutEvents", {"Content-Type": "application/x-amz-json-1.1"}, parameters)


class Queues(Publisher):
    """Queues. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html"""

    service = SQS

    def send_message(self, **parameters: Any) -> dict[str, Any]:
        """QueueUrl, MessageBody, and what else the API takes as JSON."""
        headers = {"Content-Type": "application/x-amz-json-1.0", "x-amzn-query-mode": "true"}
        return self._call("AmazonSQS.SendMessage", headers, parameters)


class WebSocketConnections(Publisher):
    """The open connections of one WebSocket API; `url` is https://{domain}/{stage}.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
    """

    service = API_GATEWAY_MANAGEMENT

    def post_to_connection(self, *, ConnectionId: str, Data: bytes) -> dict[str, Any]:  # noqa: N803 (boto3's names)
        """Sends one message; GoneException is the error of a connection that was closed."""
        reply = self._send("PostToConnection", f"/@connections/{quote(ConnectionId, safe='-._~')}", {}, Data)
        return {"ResponseMetadata": metadata(reply)}
