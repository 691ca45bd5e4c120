"""How large a request gets through each way into a function, and how large an answer comes back through it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sagewire import limits
from sagewire.limits import Limit
from sagewire.validator.graph import way_in as ways

if TYPE_CHECKING:
    from sagewire.validator.graph.way_in import WayIn


class Carried(NamedTuple):
    """The most bytes of a request and of an answer; None where the way in has no such limit, or passes none on."""

    request: Limit | None
    response: Limit | None


_NOTHING = Carried(None, None)
_CARRIED = {
    ways.URL: Carried(limits.LAMBDA_PAYLOAD, limits.LAMBDA_PAYLOAD),
    ways.HTTP_API: Carried(limits.HTTP_API_PAYLOAD, limits.HTTP_API_PAYLOAD),
    ways.REST_API: Carried(limits.REST_API_PAYLOAD, limits.REST_API_PAYLOAD),
    ways.WEB_SOCKET_API: Carried(limits.WEB_SOCKET_MESSAGE, limits.WEB_SOCKET_MESSAGE),
    ways.LOAD_BALANCER: Carried(limits.LOAD_BALANCER_PAYLOAD, limits.LOAD_BALANCER_PAYLOAD),
    ways.STATE_MACHINE: Carried(limits.WORKFLOW_PAYLOAD, limits.WORKFLOW_PAYLOAD),
    ways.QUEUE: Carried(limits.SQS_MESSAGE, None),
    ways.EVENT_RULE: Carried(limits.EVENT_SIZE, None),
    ways.TOPIC: Carried(limits.TOPIC_MESSAGE, None),
}
_SCHEDULED = {"AWS::Scheduler::Schedule": limits.SCHEDULER_INPUT, "AWS::Events::Rule": limits.RULE_INPUT}


def carried_by(way: WayIn) -> Carried:
    """The most that any setting of the way in lets through: an own, smaller setting is not looked at."""
    if way.kind == ways.SCHEDULE:
        return Carried(_SCHEDULED[way.resource.type], None)
    carried = _CARRIED.get(way.kind, _NOTHING)
    if way.streams:
        streamed = limits.LAMBDA_STREAM if way.kind == ways.URL else None
        return Carried(carried.request, streamed)
    return Carried(carried.request, None) if way.asynchronous else carried
