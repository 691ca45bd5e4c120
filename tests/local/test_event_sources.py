"""Queues as event sources: who may read them, what is refused, and which messages of a batch come again."""

import json
from typing import Any

import pytest

from tests.local.account import Account, allow, eventually, new_name
from tests.local.functions import function
from tests.local.test_cloudformation import Resources, Stack

READ = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")
# Stops at the first message of a FIFO queue that it fails on, as AWS asks for.
BATCHES = """
import json
def handler(event, context):
    failed = []
    for record in event["Records"]:
        fifo = record["eventSourceARN"].endswith(".fifo")
        if "poison" in record["body"] or (fifo and failed):
            failed.append({"itemIdentifier": record["messageId"]})
        else:
            print("done " + record["body"])
    return {"batchItemFailures": failed}
"""


@pytest.fixture
def stack(account: Account) -> Stack:
    return Stack(account)


def queue(*, fifo: bool = False, seconds: int = 1, times: int = 2) -> dict[str, Resources]:
    """A queue that hides messages for so long, and gives up on them after so many times."""
    kind: dict[str, Any] = {"FifoQueue": True} if fifo else {}
    redrive = {"deadLetterTargetArn": {"Fn::GetAtt": ["Failed", "Arn"]}, "maxReceiveCount": times}
    return {
        "Failed": {"Type": "AWS::SQS::Queue", "Properties": kind},
        "Queue": {
            "Type": "AWS::SQS::Queue",
            "Properties": {**kind, "VisibilityTimeout": seconds, "RedrivePolicy": redrive},
        },
    }


def mapping(name: str) -> dict[str, Resources]:
    properties = {
        "EventSourceArn": {"Fn::GetAtt": ["Queue", "Arn"]},
        "FunctionName": name,
        "FunctionResponseTypes": ["ReportBatchItemFailures"],
    }
    return {"Mapping": {"Type": "AWS::Lambda::EventSourceMapping", "Properties": properties}}


@pytest.mark.parametrize("missing", READ)
def test_a_role_that_cannot_read_the_queue_fails_the_stack(account: Account, stack: Stack, missing: str) -> None:
    name = function(account, BATCHES, allow(*(action for action in READ if action != missing)), Timeout=1)
    assert stack.create({**queue(), **mapping(name)}) == "ROLLBACK_COMPLETE"
    operation = missing.partition(":")[2]
    assert f"does not have permissions to call {operation} on SQS" in stack.reason("Mapping")


def test_a_queue_that_hides_messages_for_less_than_the_function_may_take_fails_the_stack(
    account: Account, stack: Stack
) -> None:
    name = function(account, BATCHES, allow(*READ), Timeout=3)
    assert stack.create({**queue(seconds=2), **mapping(name)}) == "ROLLBACK_COMPLETE"
    assert "Queue visibility timeout: 2 seconds is less than Function timeout: 3 seconds" in stack.reason("Mapping")


def done(account: Account, name: str) -> list[str]:
    """The bodies that a function has done, in their order."""
    logs = account.aws.client("logs")
    try:
        events = logs.filter_log_events(logGroupName=f"/aws/lambda/{name}")["events"]
    except logs.exceptions.ResourceNotFoundException:
        return []
    return [event["message"].strip()[5:] for event in events if event["message"].startswith("done ")]


def left(account: Account, url: str, number: int) -> list[str]:
    """The bodies in a queue, in their order, once there are so many."""
    found: list[str] = []

    def enough() -> bool:
        answer = account.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)
        found.extend(message["Body"] for message in answer.get("Messages", ()))
        return len(found) >= number

    eventually(enough)
    return found


def is_empty(account: Account, url: str) -> bool:
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    attributes = account.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    return not any(int(value) for value in attributes.values())


def test_the_message_that_fails_comes_again_alone_and_ends_in_the_dead_letter_queue(
    account: Account, stack: Stack
) -> None:
    name = function(account, BATCHES, allow(*READ), Timeout=1)
    assert stack.create({**queue(), **mapping(name)}) == "CREATE_COMPLETE"
    bodies = ["one", "poison", "three"]
    entries = [{"Id": str(number), "MessageBody": body} for number, body in enumerate(bodies)]
    account.sqs.send_message_batch(QueueUrl=stack.id("Queue"), Entries=entries)
    assert left(account, stack.id("Failed"), 1) == ["poison"]
    assert sorted(eventually(lambda: done(account, name))) == ["one", "three"]
    assert is_empty(account, stack.id("Queue"))
    stack.delete()


def test_a_group_of_a_fifo_queue_waits_for_the_message_that_fails(account: Account, stack: Stack) -> None:
    name = function(account, BATCHES, allow(*READ), Timeout=1)
    assert stack.create({**queue(fifo=True), **mapping(name)}) == "CREATE_COMPLETE"
    for number, body in enumerate(["one", "poison", "three"]):
        account.sqs.send_message(
            QueueUrl=stack.id("Queue"), MessageBody=body, MessageGroupId="a", MessageDeduplicationId=str(number)
        )
    assert left(account, stack.id("Failed"), 1)[0] == "poison"
    eventually(lambda: is_empty(account, stack.id("Queue")))
    assert done(account, name)[0] == "one"
    stack.delete()


def test_a_role_that_may_no_longer_read_the_queue_gets_nothing(account: Account, stack: Stack) -> None:
    name = function(account, BATCHES, allow(*READ), Timeout=1)
    assert stack.create({**queue(), **mapping(name)}) == "CREATE_COMPLETE"
    role = account.aws.client("lambda").get_function_configuration(FunctionName=name)["Role"].rpartition("/")[2]
    account.aws.client("iam").delete_role_policy(RoleName=role, PolicyName="inline")
    told = f"{new_name('body')}"
    account.sqs.send_message(QueueUrl=stack.id("Queue"), MessageBody=told)
    assert eventually(lambda: "does not have permissions to call ReceiveMessage on SQS" in account.aws.log())
    assert left(account, stack.id("Queue"), 1) == [told]
    stack.delete()


def test_attributes_arrive_as_awss_event_has_them(account: Account, stack: Stack) -> None:
    code = "import json\ndef handler(event, context): print('done ' + json.dumps(event['Records'][0]))"
    name = function(account, code, allow(*READ), Timeout=1)
    assert stack.create({**queue(), **mapping(name)}) == "CREATE_COMPLETE"
    account.sqs.send_message(
        QueueUrl=stack.id("Queue"),
        MessageBody="AP8=",
        MessageAttributes={
            "ContentEncoding": {"DataType": "String", "StringValue": "base64"},
            "Raw": {"DataType": "Binary", "BinaryValue": b"\x00\xff"},
        },
    )
    (record,) = (json.loads(each) for each in eventually(lambda: done(account, name)))
    assert record["eventSource"] == "aws:sqs"
    assert record["attributes"]["ApproximateReceiveCount"] == "1"
    assert record["messageAttributes"] == {
        "ContentEncoding": {"dataType": "String", "stringValue": "base64"},
        "Raw": {"dataType": "Binary", "binaryValue": "AP8="},
    }
    stack.delete()
