"""Figures of EventBridge and its scheduler."""

from sagewire.limits.figure import Limit
from sagewire.limits.sources import EVENTS, RULE, SCHEDULER

SCHEDULER_INPUT = Limit(
    value=256 * 1024,
    unit="B",
    what="input that EventBridge Scheduler passes to its target",
    source=f"{SCHEDULER}/UserGuide/scheduler-quotas.html",
)
RULE_NAME = Limit(
    value=64,
    minimum=1,
    unit="characters",
    what="name of a rule of EventBridge",
    source=RULE,
    shape="events:RuleName",
    schema="AWS::Events::Rule#/Name",
)
EVENT_SOURCE = Limit(
    value=256,
    minimum=1,
    unit="characters",
    what="source of an event",
    source=f"{EVENTS}/API_PutEventsRequestEntry.html",
)
RULE_DESCRIPTION = Limit(
    value=512,
    minimum=0,
    unit="characters",
    what="description of a rule of EventBridge",
    source=RULE,
    shape="events:RuleDescription",
    schema="AWS::Events::Rule#/Description",
)
EVENT_SIZE = Limit(
    value=1024 * 1024,
    unit="B",
    what="all events of one PutEvents together, which stay below this; some copies of the page still say 256 KB",
    source=f"{EVENTS}/API_PutEvents.html",
)
EVENT_ENTRIES = Limit(
    value=10,
    minimum=1,
    unit="events",
    what="events of one PutEvents",
    source=f"{EVENTS}/API_PutEvents.html",
    shape="events:PutEventsRequestEntryList",
)
RULE_INPUT = Limit(
    value=8192,
    minimum=0,
    unit="characters",
    what="fixed input of a rule's target",
    source=f"{EVENTS}/API_Target.html",
    shape="events:TargetInput",
    schema="AWS::Events::Rule#/Targets/*/Input",
)
RULE_TEMPLATE = Limit(
    value=8192,
    minimum=1,
    unit="characters",
    what="template by which a rule makes its target's input",
    source=f"{EVENTS}/API_InputTransformer.html",
    shape="events:TransformerInput",
    schema="AWS::Events::Rule#/Targets/*/InputTransformer/InputTemplate",
)
RULE_PATTERN = Limit(
    value=4096,
    unit="characters",
    what="event pattern of a rule",
    source=RULE,
    shape="events:EventPattern",
)
RULE_TARGETS = Limit(
    value=5,
    minimum=0,
    unit="targets",
    what="targets of one rule",
    source="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html",
    schema="AWS::Events::Rule#/Targets",
)
RULE_RETRIES = Limit(
    value=185,
    minimum=0,
    default=185,
    unit="retries",
    what="retries of an event that a rule's target did not take",
    source=f"{EVENTS}/API_RetryPolicy.html",
    shape="events:MaximumRetryAttempts",
    schema="AWS::Events::Rule#/Targets/*/RetryPolicy/MaximumRetryAttempts",
)
RULE_EVENT_AGE = Limit(
    value=86_400,
    minimum=60,
    default=86_400,
    unit="s",
    what="age of an event that a rule still tries",
    source=f"{EVENTS}/API_RetryPolicy.html",
    shape="events:MaximumEventAgeInSeconds",
    schema="AWS::Events::Rule#/Targets/*/RetryPolicy/MaximumEventAgeInSeconds",
)
SCHEDULE_RETRIES = Limit(
    value=185,
    minimum=0,
    default=185,
    unit="retries",
    what="retries of a schedule's target",
    source=f"{SCHEDULER}/APIReference/API_RetryPolicy.html",
    shape="scheduler:MaximumRetryAttempts",
    schema="AWS::Scheduler::Schedule#/Target/RetryPolicy/MaximumRetryAttempts",
)
SCHEDULE_EVENT_AGE = Limit(
    value=86_400,
    minimum=60,
    default=86_400,
    unit="s",
    what="age of a schedule's event that is still tried",
    source=f"{SCHEDULER}/APIReference/API_RetryPolicy.html",
    shape="scheduler:MaximumEventAgeInSeconds",
    schema="AWS::Scheduler::Schedule#/Target/RetryPolicy/MaximumEventAgeInSeconds",
)
SCHEDULE_WINDOW = Limit(
    value=1440,
    minimum=1,
    unit="minutes",
    what="flexible time window of a schedule",
    source=f"{SCHEDULER}/APIReference/API_FlexibleTimeWindow.html",
    shape="scheduler:MaximumWindowInMinutes",
    schema="AWS::Scheduler::Schedule#/FlexibleTimeWindow/MaximumWindowInMinutes",
)
