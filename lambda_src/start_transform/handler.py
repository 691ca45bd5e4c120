"""Starts one transform job for each order, whatever delivers the order, and however often."""

import os
import time
from typing import Any, Protocol

from botocore.exceptions import BotoCoreError, ClientError

from inference.client import REPEATABLE, client
from inference.context import Context
from inference.log import level, write_line
from start_transform.errors import TransformError
from start_transform.faults import IN_USE, error_code, row_of
from start_transform.job import ConfiguredJob
from start_transform.order import read_order

JOB = ConfiguredJob.read(os.environ)
# Sent again, the same name starts no second job, so that botocore may repeat what got no answer.
CLIENT = client("sagemaker", REPEATABLE)


class FunctionContext(Context, Protocol):
    """Lambda's context, with who the function is."""

    function_name: str
    invoked_function_arn: str


def handler(event: Any, context: FunctionContext) -> dict[str, Any]:
    """Lambda's entry point."""
    line: dict[str, str | int | None] = {"requestId": context.aws_request_id, "status": 500, "code": "Unhandled"}
    started = time.monotonic()
    try:
        return _start(event, context, line)
    except TransformError as error:
        line |= {"status": error.status, "code": error.code, "detail": error.detail or str(error)}
        raise
    finally:
        line["milliseconds"] = round((time.monotonic() - started) * 1000)
        write_line(level(int(line["status"] or 0)), line)


def _start(event: Any, context: FunctionContext, line: dict[str, str | int | None]) -> dict[str, Any]:
    order = read_order(event, context)
    name = JOB.name(order, function=context.function_name)
    line |= {"wayIn": order.way_in, "transformJob": name}
    request = JOB.request(order, name)
    arn = _created(request)
    line |= {"status": 200, "code": None, "alreadyStarted": arn is None}
    return {
        "transformJobName": name,
        "transformJobArn": arn or _arn(name, context.invoked_function_arn),
        "outputLocation": request["TransformOutput"]["S3OutputPath"],
        "alreadyStarted": arn is None,
    }


def _created(request: dict[str, Any]) -> str | None:
    """The ARN of the new job, or None where an earlier delivery of the same order has started it."""
    try:
        arn: str = CLIENT.create_transform_job(**request)["TransformJobArn"]
    except ClientError as fault:
        if error_code(fault) == IN_USE:
            return None
        raise row_of(fault) from fault
    except BotoCoreError as fault:
        raise row_of(fault) from fault
    return arn


def _arn(name: str, function_arn: str) -> str:
    """The job's ARN, in the partition, the region and the account of the function."""
    _, partition, _, region, account, *_ = function_arn.split(":")
    return f"arn:{partition}:sagemaker:{region}:{account}:transform-job/{name}"
