"""Which job an event asks for: its token, its time, and the places that differ from the configured ones.

Whatever delivers an event may deliver it twice, Lambda itself included, and a job costs instances. The token is the
same for every delivery of one event, and the job's name follows from it, so that SageMaker refuses the second.

| way in   | token                            | time           | places from                             |
|----------|----------------------------------|----------------|-----------------------------------------|
| object   | the event's id                   | the event's    | the object that was created             |
| schedule | the schedule and the time it set | that time      | the event's detail                      |
| event    | the event's id                   | the event's    | the event's detail, where it says so    |
| direct   | `token`, or Lambda's request id  | none           | `inputPrefix` and `outputPrefix`        |
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inference.context import Context
from inference.ways_in.event import is_event
from start_transform.errors import BadRequest

PLACES = ("inputPrefix", "outputPrefix")
FIELDS = ("token", *PLACES)
TOKEN_LENGTH = 512
_DIGITS_OF_A_SECOND = 14


@dataclass(frozen=True, kw_only=True)
class Order:
    """One job that is to run.

    Raises:
        BadRequest: a field that is no text, or empty.
    """

    way_in: str
    token: str
    time: str = ""  # 20261123-031500, or empty
    input_prefix: str | None = None
    output_prefix: str | None = None
    input_bucket: str | None = None  # where the event names one

    def __post_init__(self) -> None:
        fields = {"token": self.token, "inputPrefix": self.input_prefix, "outputPrefix": self.output_prefix}
        for name, value in fields.items():
            if value is not None and (not isinstance(value, str) or not value):
                raise BadRequest(f"{name} is a JSON {type(value).__name__} or empty; it must be text, or be left out")
        if len(self.token) > TOKEN_LENGTH:
            raise BadRequest(f"token has {len(self.token)} characters; at most {TOKEN_LENGTH} are allowed")


def read_order(event: Any, context: Context) -> Order:
    """The order of an event, or of a direct call; raises BadRequest."""
    if is_event(event):
        return _of_event(event)
    asked = {} if event is None else event
    if not isinstance(asked, dict):
        raise BadRequest(f"the event is a JSON {type(event).__name__}; send an object with {_listed()}, or nothing")
    if unknown := sorted(asked.keys() - set(FIELDS)):
        raise BadRequest(f"the event has {unknown[0][:64]!a}, which is not known here; allowed are {_listed()}")
    return Order(way_in="direct", token=asked.get("token", context.aws_request_id), **_places(asked))


def _of_event(event: Mapping[str, Any]) -> Order:
    common = {"token": event["id"], "time": _second(event.get("time"))}
    if (event["source"], event["detail-type"]) == ("aws.s3", "Object Created"):
        bucket, key = event["detail"]["bucket"]["name"], event["detail"]["object"]["key"]
        return Order(way_in="object", input_bucket=bucket, input_prefix=key, **common)
    detail = event["detail"] if isinstance(event["detail"], dict) else {}
    way_in = "schedule" if event["source"] == "aws.scheduler" else "event"
    return Order(way_in=way_in, **common, **_places(detail))


def _places(given: Mapping[str, Any]) -> dict[str, Any]:
    return {"input_prefix": given.get(PLACES[0]), "output_prefix": given.get(PLACES[1])}


def _second(time: Any) -> str:
    """A time of ISO 8601 as a name can carry it."""
    digits = re.sub(r"\D", "", str(time))[:_DIGITS_OF_A_SECOND]
    return f"{digits[:8]}-{digits[8:]}" if len(digits) == _DIGITS_OF_A_SECOND else ""


def _listed() -> str:
    return ", ".join(FIELDS)
