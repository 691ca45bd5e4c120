"""A function reads its queue as its role, which is asked when the mapping is made and ever after; not by MiniStack.

https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
"""

import logging
from collections.abc import Iterator, Mapping
from typing import Any

from sagewire.local import seams
from sagewire.local.gaps.resource_types import before_creating

log = logging.getLogger("sagewire.event_sources")

_FUNCTIONS = "ministack.services.lambda_svc"
_ACTIONS = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")


def install() -> None:
    """Refuse a mapping in a stack that cannot work, and read no queue that the role may not read."""
    before = seams.seam(_FUNCTIONS, "_iter_all_esms")
    told: dict[str, str] = {}

    def readable() -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        seams.act_as_aws()
        for account, region, mapping in before():
            refusal = _refusal(mapping) or ""
            if refusal and told.get(mapping["UUID"]) != refusal:
                log.warning("%s is not read: %s", mapping["EventSourceArn"], refusal)
            told[mapping["UUID"]] = refusal
            if not refusal:
                yield account, region, mapping

    seams.replace(_FUNCTIONS, "_iter_all_esms", readable)
    before_creating("AWS::Lambda::EventSourceMapping", _check)


def _check(properties: Mapping[str, Any]) -> None:
    failure = _refusal(properties) or _too_short(properties)
    if failure:
        raise ValueError(f"Invalid request provided: {failure} (Service: Lambda, Status Code: 400)")


def _refusal(mapping: Mapping[str, Any]) -> str | None:
    source = mapping["EventSourceArn"]
    function = _function(mapping)
    if function is None or ":sqs:" not in source:
        return None
    for action in _ACTIONS:
        role, name = function["Role"], function["FunctionName"]
        denial = seams.role_denial(role, session=name, service="sqs", action=action, resource=source, context={})
        if denial:
            operation = action.partition(":")[2]
            return f"The function execution role does not have permissions to call {operation} on SQS: {denial.message}"
    return None


def _too_short(mapping: Mapping[str, Any]) -> str | None:
    function = _function(mapping)
    queue = seams.seam("ministack.services.sqs", "_queue_by_arn")(mapping["EventSourceArn"])
    if function is None or queue is None:
        return None
    visible, timeout = int(queue["attributes"].get("VisibilityTimeout", 30)), int(function["Timeout"])
    if visible >= timeout:
        return None
    return f"Queue visibility timeout: {visible} seconds is less than Function timeout: {timeout} seconds"


def _function(mapping: Mapping[str, Any]) -> Mapping[str, Any] | None:
    _, config, _ = seams.seam(_FUNCTIONS, "_get_func_record_for_ref")(mapping["FunctionName"])
    found: Mapping[str, Any] | None = config
    return found
