"""The services that results are sent to, each with the one operation that is needed."""

import json
import math
import random
import time
from collections.abc import Callable, Mapping, Sequence
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
_TRANSIENT_ENTRIES = frozenset({"InternalFailure", "ServiceUnavailable", "ThrottlingException"})


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

    def _send(self, operation: str, once: Callable[[], Reply], *, deadline: float = math.inf) -> Reply:
        """The reply to the last attempt; none is begun after the deadline, by time.monotonic(), but for the first."""
        number = 0
        while True:
            number += 1
            pause = random.uniform(0, _LONGEST_PAUSE * 2 ** (number - 1))  # noqa: S311 (jitter)
            last = deadline - pause if number < self._attempts else -math.inf
            try:
                reply = checked(once(), self.service, operation)
                if not self._is_refused(reply) or time.monotonic() >= last:
                    return reply
            except (ClientError, exceptions.ConnectionError, HTTPClientError) as fault:
                if not _is_transient(fault) or time.monotonic() >= last:
                    raise
            time.sleep(pause)

    def _is_refused(self, _reply: Reply) -> bool:
        """Whether the reply says that it may be accepted later."""
        return False

    def _call(
        self, target: str, headers: Mapping[str, str], parameters: Mapping[str, Any], *, deadline: float
    ) -> dict[str, Any]:
        """An operation of a service whose requests and answers are JSON."""
        told, body = {"X-Amz-Target": target, **headers}, json.dumps(parameters).encode()
        reply = self._send(
            target.rpartition(".")[2],
            lambda: self._transport.send("/", told, body, deadline=deadline),
            deadline=deadline,
        )
        return {**json_of(reply.content), "ResponseMetadata": metadata(reply)}


class EventBridge(Publisher):
    """Event buses. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html"""

    service = EVENT_BRIDGE

    def put_events(self, *, deadline: float = math.inf, **parameters: Any) -> dict[str, Any]:
        """Entries, of which some may be refused: the answer says which. The deadline is by time.monotonic()."""
        headers = {"Content-Type": "application/x-amz-json-1.1"}
        return self._call("AWSEvents.PutEvents", headers, parameters, deadline=deadline)

    def _is_refused(self, reply: Reply) -> bool:
        """Whether EventBridge has taken no entry, for a reason that passes."""
        entries: Sequence[Mapping[str, Any]] = json_of(reply.content).get("Entries") or ()
        return bool(entries) and all(entry.get("ErrorCode") in _TRANSIENT_ENTRIES for entry in entries)


class Queues(Publisher):
    """Queues. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html"""

    service = SQS

    def send_message(self, *, deadline: float = math.inf, **parameters: Any) -> dict[str, Any]:
        """QueueUrl, MessageBody, and what else the API takes as JSON; the deadline is by time.monotonic()."""
        headers = {"Content-Type": "application/x-amz-json-1.0", "x-amzn-query-mode": "true"}
        return self._call("AmazonSQS.SendMessage", headers, parameters, deadline=deadline)


class WebSocketConnections(Publisher):
    """The open connections of one WebSocket API; `url` is https://{domain}/{stage}.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
    """

    service = API_GATEWAY_MANAGEMENT

    def post_to_connection(
        self,
        *,
        ConnectionId: str,  # noqa: N803 (boto3's names)
        Data: bytes,  # noqa: N803
        deadline: float = math.inf,
    ) -> dict[str, Any]:
        """Sends one message; GoneException is the error of a connection that was closed.

        The deadline is by time.monotonic().
        """
        path = f"/@connections/{quote(ConnectionId, safe='-._~')}"
        reply = self._send(
            "PostToConnection",
            lambda: self._transport.send(path, {}, Data, deadline=deadline),
            deadline=deadline,
        )
        return {"ResponseMetadata": metadata(reply)}


def _is_transient(fault: Exception) -> bool:
    if not isinstance(fault, ClientError):
        return True
    told: Mapping[str, Any] = {**fault.response}
    return (
        told["ResponseMetadata"]["HTTPStatusCode"] in _TRANSIENT_STATUSES or told["Error"]["Code"] in _TRANSIENT_CODES
    )
