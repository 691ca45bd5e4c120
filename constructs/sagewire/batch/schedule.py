"""Way in: EventBridge Scheduler invokes the function, as a role that may do that and nothing else."""

import json

from aws_cdk import Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from sagewire import permissions
from sagewire.role import service_role

# An event as EventBridge's rules bring it. The scheduled time is the same in every attempt, unlike the execution id:
# https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
_EVENT = {
    "id": "<aws.scheduler.schedule-arn>/<aws.scheduler.scheduled-time>",
    "source": "aws.scheduler",
    "detail-type": "Scheduled Transform",
    "time": "<aws.scheduler.scheduled-time>",
    "detail": {},
}


def scheduler_role(scope: Construct, id: str, *, function: lambda_.IFunction, dead_letters: sqs.IQueue) -> iam.Role:
    """The role of all schedules of one function, assumed on behalf of this account only."""
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


def schedule_event(
    scope: Construct,
    id: str,
    *,
    schedule: scheduler.ScheduleExpression,
    enabled: bool,
    function: lambda_.IFunction,
    role: iam.IRole,
    dead_letters: sqs.IQueue,
    max_event_age: Duration,
) -> scheduler.CfnSchedule:
    """A schedule whose times the function receives as events."""
    time_zone = schedule.time_zone
    return scheduler.CfnSchedule(
        scope,
        id,
        schedule_expression=schedule.expression_string,
        schedule_expression_timezone=time_zone.timezone_name if time_zone else None,
        state="ENABLED" if enabled else "DISABLED",
        flexible_time_window=scheduler.CfnSchedule.FlexibleTimeWindowProperty(mode="OFF"),
        target=scheduler.CfnSchedule.TargetProperty(
            arn=function.function_arn,
            role_arn=role.role_arn,
            input=json.dumps(_EVENT),
            dead_letter_config=scheduler.CfnSchedule.DeadLetterConfigProperty(arn=dead_letters.queue_arn),
            retry_policy=scheduler.CfnSchedule.RetryPolicyProperty(
                maximum_event_age_in_seconds=max_event_age.to_seconds()
            ),
        ),
    )
