"""What starts and what follows a transform job in a stack: a schedule for a function, a rule on the job's event."""

import json
from typing import Any

import pytest

from tests.local.account import RUN, Account, allow, eventually, new_name
from tests.local.functions import function
from tests.local.test_cloudformation import Stack

ECHO = """
def model_fn(model_dir): return None
def transform_fn(model, body, content_type, accept): return body
"""


@pytest.fixture
def stack(account: Account) -> Stack:
    return Stack(account)


def recorder(account: Account) -> tuple[str, str]:
    """The ARN of a function that writes its events to an object, and the object's URI."""
    key = new_name("events")
    code = (
        "import boto3, json\n"
        "def handler(event, context):\n"
        "    body = json.dumps(event).encode()\n"
        f"    boto3.client('s3').put_object(Bucket={account.bucket!r}, Key={key!r}, Body=body)\n"
    )
    name = function(account, code, allow("s3:PutObject"))
    arn: str = account.aws.client("lambda").get_function(FunctionName=name)["Configuration"]["FunctionArn"]
    return arn, f"s3://{account.bucket}/{key}"


def recorded(account: Account, uri: str) -> Any:
    """The event that the function has got, once it has."""

    def read() -> list[Any]:
        try:
            return [json.loads(account.get(uri))]
        except account.s3.exceptions.NoSuchKey:
            return []

    return eventually(read, seconds=60)[0]


def schedule(account: Account, target: str, expression: str) -> dict[str, Any]:
    role = account.role(allow("lambda:InvokeFunction", resource=target), service="scheduler.amazonaws.com")
    return {
        "Type": "AWS::Scheduler::Schedule",
        "Properties": {
            "ScheduleExpression": expression,
            "FlexibleTimeWindow": {"Mode": "OFF"},
            "Target": {"Arn": target, "RoleArn": role, "Input": json.dumps({"prefix": "s3://bucket/day/"})},
        },
    }


def test_a_schedule_invokes_a_function_with_its_input(account: Account, stack: Stack) -> None:
    """A moment that has passed, since nobody waits for the shortest rate; MiniStack looks every ten seconds."""
    arn, uri = recorder(account)
    assert stack.create({"Schedule": schedule(account, arn, "at(2026-01-01T00:00:00)")}) == "CREATE_COMPLETE"
    assert recorded(account, uri) == {"prefix": "s3://bucket/day/"}
    stack.delete()


@pytest.mark.parametrize("expression", ["rate(1 day)", "cron(0 3 * * ? *)"])
def test_a_recurring_schedule_is_made_and_removed(account: Account, stack: Stack, expression: str) -> None:
    arn, _ = recorder(account)
    assert stack.create({"Schedule": schedule(account, arn, expression)}) == "CREATE_COMPLETE"
    schedules = account.aws.client("scheduler")
    found = schedules.get_schedule(Name=stack.id("Schedule"))
    assert (found["ScheduleExpression"], found["FlexibleTimeWindow"]) == (expression, {"Mode": "OFF"})
    name = stack.id("Schedule")
    stack.delete()
    with pytest.raises(schedules.exceptions.ResourceNotFoundException):
        schedules.get_schedule(Name=name)


def test_a_rule_hands_the_end_of_a_transform_job_to_a_function_and_a_queue(account: Account, stack: Stack) -> None:
    arn, uri = recorder(account)
    queue, queue_arn = account.queue(sender="events.amazonaws.com")
    pattern = {
        "source": ["aws.sagemaker"],
        "detail-type": ["SageMaker Transform Job State Change"],
        "detail": {"TransformJobStatus": ["Completed", "Failed", "Stopped"]},
    }
    targets = [{"Id": "function", "Arn": arn}, {"Id": "queue", "Arn": queue_arn}]
    resources = {
        "Rule": {"Type": "AWS::Events::Rule", "Properties": {"EventPattern": pattern, "Targets": targets}},
        "Permission": {
            "Type": "AWS::Lambda::Permission",
            "Properties": {
                "FunctionName": arn,
                "Action": "lambda:InvokeFunction",
                "Principal": "events.amazonaws.com",
                "SourceArn": {"Fn::GetAtt": ["Rule", "Arn"]},
            },
        },
    }
    assert stack.create(resources) == "CREATE_COMPLETE"
    name = new_name("job")
    role = account.role(*RUN, allow("s3:GetObject", "s3:PutObject", "s3:ListBucket"))
    account.sagemaker.create_transform_job(
        TransformJobName=name,
        ModelName=account.model(ECHO, ExecutionRoleArn=role),
        TransformInput={"DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": account.put(b"x")}}},
        TransformOutput={"S3OutputPath": f"s3://{account.bucket}/{name}"},
        TransformResources={"InstanceType": "ml.m5.large", "InstanceCount": 1},
    )
    detail = recorded(account, uri)["detail"]
    assert (detail["TransformJobName"], detail["TransformJobStatus"]) == (name, "Completed"), detail
    (event,) = account.received(queue, 1)
    assert event["detail"] == detail
    stack.delete()
