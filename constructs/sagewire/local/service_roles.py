"""What AWS does as the role of a function or of a schedule, and MiniStack as nobody: IAM is asked for it here."""

import logging
from collections.abc import Mapping
from typing import Any

from sagewire.local import seams

log = logging.getLogger("sagewire.service_roles")

_SCHEDULER = "EventBridgeScheduler"
# https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
_SENDING = {"sqs": "sqs:SendMessage", "sns": "sns:Publish", "lambda": "lambda:InvokeFunction"}


def install() -> None:
    """Let IAM decide on functions' logs, on where their failed events go, and on what schedules start."""
    seams.guard_function_logs(_may_log)
    seams.guard_failed_events(_may_send)
    seams.guard_schedules(_target_of)


def _may_log(function: Mapping[str, Any]) -> bool:
    """https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html"""
    name = function["FunctionName"]
    group = (function.get("LoggingConfig") or {}).get("LogGroup") or f"/aws/lambda/{name}"
    streams = f"arn:aws:logs:{seams.region()}:{seams.account()}:log-group:{group}:log-stream:*"
    new = () if seams.has_log_group(group) else ("logs:CreateLogGroup",)
    actions = (*new, "logs:CreateLogStream", "logs:PutLogEvents")
    return all(_may(function["Role"], action, streams, session=name, what="its log") for action in actions)


def _may_send(function: Mapping[str, Any], destination: str) -> bool:
    action = _SENDING.get(destination.split(":")[2], "events:PutEvents")
    name = function["FunctionName"]
    return _may(function["Role"], action, destination, session=name, what="an event that it failed on")


def _target_of(target: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The target, or the dead-letter queue if the role may not invoke it, or nothing if not even that.

    https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
    """
    arn, role = target["Arn"], target["RoleArn"]
    action = _SENDING.get(arn.split(":")[2])
    if action is None or _may(role, action, arn, session=_SCHEDULER, what="a scheduled event"):
        return target
    queue = (target.get("DeadLetterConfig") or {}).get("Arn")
    if queue and _may(role, "sqs:SendMessage", queue, session=_SCHEDULER, what="an event that was not delivered"):
        return {**target, "Arn": queue}
    return None


def _may(role: str, action: str, resource: str, *, session: str, what: str) -> bool:
    service = action.partition(":")[0]
    denial = seams.role_denial(role, session=session, service=service, action=action, resource=resource, context={})
    if denial:
        log.warning("%s: %s is lost: %s", session, what, denial.message)
    return denial is None
