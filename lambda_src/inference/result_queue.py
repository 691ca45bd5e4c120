"""Way out: results as messages in a queue."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inference.aws.publishers import Queues
from inference.errors import InferenceError, ResultNotPublished, ResultTooLarge
from inference.faults import translated

# Bytes. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
MESSAGE_LIMIT = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class ResultQueue:
    """The queue that results are sent to."""

    url: str
    client: Queues

    @classmethod
    def of(cls, url: str) -> "ResultQueue":
        """The queue and a client for it."""
        return cls(url=url, client=Queues())

    def publish(self, detail_type: str, detail: Mapping[str, Any]) -> None:
        """SendMessage: what a result event tells, and its detail type as the `outcome`.

        Raises:
            ResultTooLarge: the message would have more than 1 MiB.
            ResultNotPublished: the call failed.
        """
        text = json.dumps({"outcome": detail_type, **detail})
        if len(text) > MESSAGE_LIMIT:
            raise ResultTooLarge(f"the result has {len(text)} bytes as a message, SQS takes at most {MESSAGE_LIMIT}")
        try:
            with translated():
                self.client.send_message(QueueUrl=self.url, MessageBody=text)
        except InferenceError as error:
            raise ResultNotPublished(detail=f"SendMessage: {error.code}: {error.detail}") from error
