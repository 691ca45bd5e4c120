"""Way out: results as messages in a queue."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inference.aws.publishers import Queues
from inference.errors import InferenceError, ResultNotPublished, ResultTooLarge
from inference.faults import translated

# Bytes. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
MESSAGE_LIMIT = 1024 * 1024
# Letters that a message cannot have, and JSON can, as escapes.
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
_REFUSED = "\ufffe\uffff"


@dataclass(frozen=True, kw_only=True)
class ResultQueue:
    """The queue that results are sent to."""

    url: str
    client: Queues

    @classmethod
    def of(cls, url: str) -> "ResultQueue":
        """The queue and a client for it."""
        return cls(url=url, client=Queues())

    def publish(self, detail_type: str, detail: Mapping[str, Any], *, deadline: float = math.inf) -> None:
        """SendMessage, before the deadline, by time.monotonic(): a result event, with its detail type as the `outcome`.

        Raises:
            ResultTooLarge: the message would have more than 1 MiB.
            ResultNotPublished: the call failed.
        """
        text = json.dumps({"outcome": detail_type, **detail}, ensure_ascii=False, separators=(",", ":"))
        for letter in _REFUSED:
            text = text.replace(letter, json.dumps(letter)[1:-1])
        size = len(text.encode(errors="surrogatepass"))
        if size > MESSAGE_LIMIT:
            raise ResultTooLarge(f"the result has {size} bytes as a message, SQS takes at most {MESSAGE_LIMIT}")
        try:
            with translated():
                self.client.send_message(QueueUrl=self.url, MessageBody=text, deadline=deadline)
        except InferenceError as error:
            raise ResultNotPublished(detail=f"SendMessage: {error.code}: {error.detail}") from error
