"""The services that results are sent to, each with the one operation that is needed."""

import json
import random
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from botocore import exceptions
from botocore.exceptions import ClientError, HTTPClientError

from inference.aws.connections import Reply
from inference.aws.replies import checked, json_of, metadata
from inference.aws.service import API_GATEWAY_MANAGEMENT, EVENT_BRIDGE, SQS, Service
from inference.aws.transport import Transport

_LONGEST_PAUSE = 0.5  # seconds, before the second attempt; twice as long before the next
# What botocore's standard mode repeats. https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
_TRANSIENT_STATUSES = frozenset({429, 500, 502, 503, 504})
_TRANSIENT_CODES = frozenset(
    {
        "InternalException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestThrottledException",
        "RequestTimeout",
        "RequestTimeoutException",
        "ThrottledException",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
    }
)


class Publisher:
    """A client of one service, which raises what boto3's client raises.

    It may send the same twice, after an answer that was lost. At worst the function ends meanwhile, and Lambda repeats
    the event.
    """

    service: Service

    def __init__(
        self,
        *,
        url: str | None = None,
        connect_timeout: float = 1.0,
        read_timeout: float = 5.0,
        attempts: int = 3,
        max_connections: int = 10,
    ) -> None:
        """Timeouts in seconds; `url` comes before all that is configured."""
        self.url = url
        self._attempts = attempts
        self._transport = Transport(
            self.service,
            connect_timeout=connect_timeout,
            read_timeout=read_timeout,
            max_connections=max_connections,
            url=url,
        )

    def close(self) -> None:
        """Closes the connections."""
        self._transport.close()

    def _send(self, operation: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        for attempt in range(1, self._attempts):
            try:
                return self._once(operation, path, headers, body)
            except (ClientError, exceptions.ConnectionError, HTTPClientError) as fault:
                if not _is_transient(fault):
                    raise
            time.sleep(random.uniform(0, _LONGEST_PAUSE * 2 ** (attempt - 1)))  # noqa: S311 (jitter)
        return self._once(operation, path, headers, body)

    def _once(self, operation: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
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


def _is_transient(fault: Exception) -> bool:
    if not isinstance(fault, ClientError):
        return True
    told: Mapping[str, Any] = {**fault.response}
    return (
        told["ResponseMetadata"]["HTTPStatusCode"] in _TRANSIENT_STATUSES or told["Error"]["Code"] in _TRANSIENT_CODES
    )
