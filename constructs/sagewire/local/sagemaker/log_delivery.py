"""Delivers what a container prints to a stream of CloudWatch Logs, as the execution role."""

import logging
import time
from contextlib import suppress
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from sagewire.local.batches import Batches
from sagewire.local.sagemaker.roles import ExecutionRole

log = logging.getLogger("sagewire.log_delivery")

_GATHERED_SECONDS = 0.2
_FLUSH_SECONDS = 1.0
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
_LONGEST_EVENT = 256 * 1024 - 26


class LogDelivery:
    """A stream that is made when its first line comes; what the role may not write is lost, as on AWS."""

    def __init__(self, role: ExecutionRole, *, group: str, stream: str) -> None:
        """Nothing is made yet."""
        self._role = role
        self._group = group
        self._stream = stream
        self._logs: Any = None
        self._is_open = False
        self._told = False
        self._events = Batches(self._send, name=f"log-{stream}", seconds=_GATHERED_SECONDS)

    def put(self, line: bytes) -> None:
        """One line; a stream has no empty ones, and cuts long ones."""
        now = int(time.time() * 1000)
        for start in range(0, len(line), _LONGEST_EVENT):
            text = line[start : start + _LONGEST_EVENT].decode(errors="replace")
            self._events.put({"timestamp": now, "message": text})

    def end(self) -> None:
        """There are no more lines."""
        self._events.end()

    def flush(self) -> None:
        """Wait until all lines are delivered: `end` has been called."""
        self._events.join(_FLUSH_SECONDS)

    def _send(self, events: list[dict[str, Any]]) -> None:
        try:
            if self._logs is None:
                self._logs = self._role.client("logs")
            if not self._is_open:
                self._open(self._logs)
                self._is_open = True
            self._logs.put_log_events(logGroupName=self._group, logStreamName=self._stream, logEvents=events)
        except (ClientError, BotoCoreError) as error:
            self._is_open = False
            if not self._told:
                log.warning("%s: what its container prints is not delivered to CloudWatch Logs: %s", self._group, error)
            self._told = True

    def _open(self, logs: Any) -> None:
        """Have the group and the stream: that of a container that has crashed is that of the next."""
        try:
            found = logs.describe_log_streams(logGroupName=self._group, logStreamNamePrefix=self._stream)["logStreams"]
        except logs.exceptions.ResourceNotFoundException:
            self._create_group(logs)
            found = []
        if self._stream not in (stream["logStreamName"] for stream in found):
            logs.create_log_stream(logGroupName=self._group, logStreamName=self._stream)

    def _create_group(self, logs: Any) -> None:
        with suppress(logs.exceptions.ResourceAlreadyExistsException):  # another variant's container was faster
            logs.create_log_group(logGroupName=self._group)
