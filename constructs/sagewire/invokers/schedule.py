"""Way in: EventBridge Scheduler invokes a function, as a role that may do that and nothing else."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from aws_cdk import Duration, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from sagewire import permissions
from sagewire.arguments import check_range
from sagewire.invokers.delivery import Delivery
from sagewire.limits import SCHEDULER_INPUT
from sagewire.pseudo import is_token, with_tokens_as
from sagewire.role import service_role

# The same in every attempt, unlike the execution id, so that an event can be told when it comes again:
# https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
_TIME = "<aws.scheduler.scheduled-time>"
ARN_AND_TIME = f"<aws.scheduler.schedule-arn>/{_TIME}"
# SageMaker takes 64 characters for the id of an inference, which an ARN would exceed.
_DIGEST_LENGTH = 16


def scheduled_event(detail_type: str, detail: object, *, id: str = ARN_AND_TIME) -> dict[str, object]:
    """An event as EventBridge's rules bring it; EventBridge Scheduler fills in what stands in <>."""
    return {"id": id, "source": "aws.scheduler", "detail-type": detail_type, "time": _TIME, "detail": detail}


def short_id(scope: Construct, id: str) -> str:
    """An id for the events of one schedule that keeps to 64 characters."""
    digest = hashlib.sha256(f"{scope.node.addr}/{id}".encode()).hexdigest()
    return f"{digest[:_DIGEST_LENGTH]}/{_TIME}"


class Schedules:
    """The schedules of one function, and the role that the first of them makes for all."""

    def __init__(self, scope: Construct, function: lambda_.IFunction, delivery: Delivery) -> None:
        """Remember where they will be, and what becomes of events that fail."""
        self._scope = scope
        self._function = function
        self._delivery = delivery
        self._role: iam.Role | None = None

    def add(
        self,
        id: str,
        schedule: scheduler.ScheduleExpression,
        *,
        enabled: bool,
        event: Mapping[str, object],
        max_event_age: Duration | None,
    ) -> scheduler.CfnSchedule:
        """A schedule at whose times the function receives the event.

        Raises:
            ValueError: For an age that `Delivery.age` refuses; for an event that is not strict JSON, or larger than
                EventBridge Scheduler takes.
        """
        age = self._delivery.age(max_event_age)
        dead_letters = self._delivery.dead_letters
        if self._role is None:
            self._role = _role(self._scope, "SchedulerRole", function=self._function, dead_letters=dead_letters)
        time_zone = schedule.time_zone
        return scheduler.CfnSchedule(
            self._scope,
            id,
            schedule_expression=schedule.expression_string,
            schedule_expression_timezone=time_zone.timezone_name if time_zone else None,
            state="ENABLED" if enabled else "DISABLED",
            flexible_time_window=scheduler.CfnSchedule.FlexibleTimeWindowProperty(mode="OFF"),
            target=scheduler.CfnSchedule.TargetProperty(
                arn=self._function.function_arn,
                role_arn=self._role.role_arn,
                input=_written(self._scope, event),
                dead_letter_config=scheduler.CfnSchedule.DeadLetterConfigProperty(arn=dead_letters.queue_arn),
                retry_policy=scheduler.CfnSchedule.RetryPolicyProperty(maximum_event_age_in_seconds=age.to_seconds()),
            ),
        )


def _role(scope: Construct, id: str, *, function: lambda_.IFunction, dead_letters: sqs.IQueue) -> iam.Role:
    """The role of all schedules, assumed on behalf of this account only."""
    return service_role(
        scope,
        id,
        service="scheduler.amazonaws.com",
        permissions=[
            permissions.invoke_function(function.function_arn),
            permissions.send_messages(dead_letters.queue_arn),
        ],
        own_account_only=True,
    )


def _written(scope: Construct, event: Mapping[str, object]) -> str:
    check_json("payload", event["detail"])
    text = json.dumps(event, allow_nan=False)
    check_range("the size of the schedule's input", len(with_tokens_as("", text).encode()), SCHEDULER_INPUT)
    # CDK would round a whole number that JavaScript does not have, so it writes only what it alone can.
    return Stack.of(scope).to_json_string(event) if _has_tokens(event) else text


def check_json(name: str, value: object) -> None:
    """Raise ValueError, with the place, for what JSON has no form for: NaN, bytes, dates, keys that are no text."""
    match value:
        case None | bool() | int():
            return
        case float() if value == value and abs(value) != float("inf"):  # noqa: PLR0124 (NaN)
            return
        case str():
            _check_text(name, value)
        case list():
            for index, item in enumerate(value):
                check_json(f"{name}[{index}]", item)
        case dict():
            for key, item in value.items():
                _check_key(name, key)
                check_json(f"{name}[{key!r}]", item)
        case _:
            raise ValueError(
                f"{name} is {value!r:.60}; allowed is what JSON has: objects, lists, text, finite numbers, true, false"
                " and null"
            )


def _check_key(name: str, key: object) -> None:
    if not isinstance(key, str):
        raise ValueError(f"{name} has the key {key!r:.60}; the keys of a JSON object are text")
    _check_text(name, key)


def _check_text(name: str, text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError(f"{name} is {text!r:.60}, with half a surrogate pair: it is no valid Unicode") from None


def _has_tokens(value: Any) -> bool:
    match value:
        case dict():
            return any(_has_tokens(part) for pair in value.items() for part in pair)
        case list():
            return is_token(value) or any(map(_has_tokens, value))
    return is_token(value)
