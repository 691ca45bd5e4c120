"""How AWS hands an event to a function: asynchronously, if the function's policy lets the sender, or to a queue.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sagewire.local import seams

log = logging.getLogger("sagewire.delivery")

_FUNCTIONS = "ministack.services.lambda_svc"
_QUEUES = "ministack.services.sqs"
_EVALUATOR = "ministack.core.iam_evaluator"


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Who sends an event.

    service: its principal, such as "sns.amazonaws.com"; None for one that has a role, which was asked already.
    arn: of the rule, topic, schedule or API.
    dead_letters: the ARN of the queue for what cannot be delivered.
    attributes: of the message in that queue, but for the reason.
    """

    service: str | None
    arn: str
    dead_letters: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)


def deliver(function_arn: str, event: Any, sender: Sender, *, message: str) -> None:
    """Invoke the function asynchronously, or leave `message` in the sender's dead-letter queue with the reason."""
    seams.act_as_aws()
    function, _, _ = seams.seam(_FUNCTIONS, "_get_func_record_for_ref")(function_arn)
    if function is None:
        _give_up(sender, message, "RESOURCE_NOT_FOUND", f"there is no function {function_arn}")
    elif sender.service and not may_invoke(function_arn, service=sender.service, source=sender.arn):
        _give_up(sender, message, "NO_PERMISSIONS", f"the policy of {function_arn} does not let {sender.service}")
    else:
        invoke_asynchronously(function_arn, event)


def invoke_asynchronously(function_arn: str, event: Any) -> None:
    """Queue an event for a function that exists."""
    function, config, _ = seams.seam(_FUNCTIONS, "_get_func_record_for_ref")(function_arn)
    record = seams.seam(_FUNCTIONS, "_execution_record_for_config")(function, config)
    seams.seam(_FUNCTIONS, "invoke_async_with_retry")(record, event)


def may_invoke(function_arn: str, *, service: str, source: str) -> bool:
    """Whether the function's own policy lets a service invoke it for a source."""
    function, _, _ = seams.seam(_FUNCTIONS, "_get_func_record_for_ref")(function_arn)
    if function is None:
        return True  # somebody else says that there is none
    request = seams.seam(_EVALUATOR, "EvalContext")(
        principal_arn="*",
        principal_type="Service",
        principal_account="",
        action="lambda:InvokeFunction",
        resource_arn=function_arn,
        region=seams.region(),
        service_context={"aws:sourcearn": source, "aws:sourceaccount": seams.account()},
    )
    found = seams.seam(_EVALUATOR, "evaluate_resource_policy")(function["policy"], request, service=service)
    return bool(found.decision == "Allow")


def _give_up(sender: Sender, message: str, code: str, reason: str) -> None:
    log.warning("%s: an event is not delivered: %s", sender.arn, reason)
    queue = sender.dead_letters and seams.seam(_QUEUES, "_queue_by_arn")(sender.dead_letters)
    if not queue:
        return
    allows = seams.seam(_QUEUES, "queue_policy_allows")
    if sender.service and not allows(sender.dead_letters, sender.service, sender.arn, seams.account()):
        log.warning("%s: nor to %s, whose policy does not let it", sender.arn, sender.dead_letters)
        return
    told = {**sender.attributes, "ERROR_CODE": code, "ERROR_MESSAGE": reason}
    attributes = {name: {"DataType": "String", "StringValue": value} for name, value in told.items()}
    url = seams.seam(_QUEUES, "_queue_url")(str(sender.dead_letters).rpartition(":")[2])
    seams.seam(_QUEUES, "_act_send_message")({"MessageBody": message, "MessageAttributes": attributes}, url)
