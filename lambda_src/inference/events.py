"""Way out: result events on a bus, and that they arrived there."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inference.aws.publishers import EventBridge
from inference.errors import InferenceError, ResultNotPublished, ResultTooLarge
from inference.faults import translated
from inference.settings import ResultSettings

# An entry must be smaller than 1 MB, counted as the bytes of source, detail type and detail.
# https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevent-size
ENTRY_LIMIT = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class ResultBus:
    """The bus that results are published to."""

    settings: ResultSettings
    client: EventBridge

    @classmethod
    def of(cls, settings: ResultSettings) -> "ResultBus":
        """The bus and a client for it."""
        return cls(settings=settings, client=EventBridge())

    def publish(self, detail_type: str, detail: Mapping[str, Any], *, deadline: float = math.inf) -> None:
        """PutEvents with one entry, before the deadline, by time.monotonic().

        Raises:
            ResultTooLarge: the entry would have 1 MB or more.
            ResultNotPublished: the call failed, or the bus refused the entry.
        """
        text = json.dumps(detail, ensure_ascii=False, separators=(",", ":"))
        _check_size(self.settings.source, detail_type, text)
        try:
            with translated():
                answer = self.client.put_events(Entries=[self._entry(detail_type, text)], deadline=deadline)
        except InferenceError as error:
            raise ResultNotPublished(detail=f"PutEvents: {error.code}: {error.detail}") from error
        if answer["FailedEntryCount"]:
            refused = answer["Entries"][0]
            raise ResultNotPublished(detail=f"{refused.get('ErrorCode')}: {refused.get('ErrorMessage')}")

    def _entry(self, detail_type: str, text: str) -> dict[str, str]:
        return {
            "EventBusName": self.settings.bus,
            "Source": self.settings.source,
            "DetailType": detail_type,
            "Detail": text,
        }


def _check_size(*parts: str) -> None:
    size = sum(len(part.encode(errors="surrogatepass")) for part in parts)
    if size >= ENTRY_LIMIT:
        raise ResultTooLarge(f"the result event has {size} bytes, an entry must have less than {ENTRY_LIMIT}")
