"""What stands in front of an endpoint where a library leaves that to its user: CDK's own L2s, with their defaults."""

from typing import Any

from aws_cdk import Duration, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_lambda as lambda_

_CODE = """
import json, os, boto3
client = boto3.client("sagemaker-runtime")
def handler(event, context):
    body = json.dumps(event["detail"])
    answer = client.invoke_endpoint(EndpointName=os.environ["ENDPOINT"], ContentType="application/json", Body=body)
    return answer["Body"].read().decode()
"""
_CODE_ASYNC = """
import os, boto3
client = boto3.client("sagemaker-runtime")
def handler(event, context):
    location = f"s3://{event['detail']['bucket']['name']}/{event['detail']['object']['key']}"
    client.invoke_endpoint_async(EndpointName=os.environ["ENDPOINT"], InputLocation=location)
"""


def settings(environment: dict[str, str], *, asynchronous: bool = False) -> dict[str, Any]:
    """What every function of the comparison has in common."""
    return {
        "code": lambda_.Code.from_inline(_CODE_ASYNC if asynchronous else _CODE),
        "handler": "index.handler",
        "runtime": lambda_.Runtime.PYTHON_3_14,
        "architecture": lambda_.Architecture.ARM_64,
        "timeout": Duration.seconds(75),
        "memory_size": 512,
        "environment": environment,
    }


def function(stack: Stack, number: int, endpoint_name: str, *, asynchronous: bool = False) -> lambda_.Function:
    """A function that knows its endpoint."""
    return lambda_.Function(
        stack, f"Function{number}", **settings({"ENDPOINT": endpoint_name}, asynchronous=asynchronous)
    )


def call_on_view(stack: Stack, number: int, callee: lambda_.IFunction) -> None:
    """The rule that calls it."""
    pattern = events.EventPattern(source=["website"], detail_type=["Page Viewed"])
    events.Rule(stack, f"Viewed{number}", event_pattern=pattern, targets=[targets.LambdaFunction(callee)])
