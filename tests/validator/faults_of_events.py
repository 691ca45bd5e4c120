"""Faults of queues and rules: what is lost, repeated, or believed of anybody."""

from tests.validator.fault import Fault
from tests.validator.sound_changes import drop, every, put, remove

_TARGET = ("Targets", 0)

EVENT_FAULTS = (
    Fault(
        name="visibility-below-timeout",
        says="messages that come back while they are still worked on",
        plant=put("Requests", "VisibilityTimeout", value=300),
    ),
    Fault(
        name="visibility-of-one-timeout",
        says="messages that come back while a throttled batch is tried again",
        plant=put("Requests", "VisibilityTimeout", value=660),
    ),
    Fault(
        name="no-redrive",
        says="messages that fail again and again until they expire",
        plant=drop("Requests", "RedrivePolicy"),
    ),
    Fault(
        name="plain-queue",
        says="messages that are not encrypted where they lie",
        plant=put("Requests", "SqsManagedSseEnabled", value=False),
    ),
    Fault(
        name="whole-batch-fails",
        says="one bad message that brings back its whole batch",
        plant=drop("RequestsToWork", "FunctionResponseTypes"),
        unseen=True,
    ),
    Fault(
        name="no-retry-policy",
        says="a target whose retries nobody chose",
        plant=drop("ApprovalRule", *_TARGET, "RetryPolicy"),
        unseen=True,
    ),
    Fault(
        name="no-target-dead-letters",
        says="events that are lost where their target cannot be reached",
        plant=drop("ApprovalRule", *_TARGET, "DeadLetterConfig"),
    ),
    Fault(
        name="spoofable-rule",
        says="a rule that believes events of anybody",
        plant=every(drop("ApprovalRule", "EventPattern", "source"), drop("ApprovalRule", "EventPattern", "account")),
        unseen=True,
    ),
    Fault(
        name="any-approval",
        says="a rule that acts on packages nobody approved",
        plant=drop("ApprovalRule", "EventPattern", "detail", "ModelApprovalStatus"),
        unseen=True,
    ),
    Fault(
        name="no-permission",
        says="a rule that may not invoke its target",
        plant=remove("ApprovalRuleMayInvoke"),
        unseen=True,
    ),
)
