"""Figures of EventBridge and its scheduler."""

from sagewire.limits.figure import Limit
from sagewire.limits.sources import RULE

SCHEDULER_INPUT = Limit(
    value=256 * 1024,
    unit="B",
    what="input that EventBridge Scheduler passes to its target",
    source="https://docs.aws.amazon.com/scheduler/latest/UserGuide/scheduler-quotas.html",
)
RULE_NAME = Limit(
    value=64,
    minimum=1,
    unit="characters",
    what="name of a rule of EventBridge",
    source=RULE,
    shape="events:RuleName",
)
EVENT_SOURCE = Limit(
    value=256,
    minimum=1,
    unit="characters",
    what="source of an event",
    source="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html",
)
RULE_DESCRIPTION = Limit(
    value=512,
    minimum=0,
    unit="characters",
    what="description of a rule of EventBridge",
    source=RULE,
    shape="events:RuleDescription",
)
