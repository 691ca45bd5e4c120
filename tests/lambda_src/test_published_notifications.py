"""What an asynchronous endpoint tells its topics, as events."""

import json
from typing import Any

import pytest

from tests.lambda_src.conftest import Lines, Load
from tests.lambda_src.events import LambdaContext
from tests.lambda_src.fake_aws import PUT_EVENTS, FakeAws, Reply, fault

ASKED = {"contentType": "text/csv", "endpointName": "iris", "inputLocation": "s3://inputs/1.csv"}
COMPLETED = {
    "awsRegion": "eu-west-1",
    "eventTime": "2026-01-25T22:46:00.608Z",
    "receivedTime": "2026-01-25T22:45:55.421Z",
    "invocationStatus": "Completed",
    "requestParameters": ASKED,
    "responseParameters": {"contentType": "text/csv", "outputLocation": "s3://results/1.out"},
    "inferenceId": "one",
    "eventVersion": "1.0",
    "eventSource": "aws:sagemaker",
    "eventName": "InferenceResult",
}
FAILED = {
    "invocationStatus": "Failed",
    "failureReason": "ClientError: Received server error (500) from model.",
    "requestParameters": ASKED,
    "inferenceId": "two",
}


def _sns(*messages: Any) -> dict[str, Any]:
    records = [{"EventSource": "aws:sns", "Sns": {"Message": json.dumps(message)}} for message in messages]
    return {"Records": records}


def test_a_completed_inference_succeeded(aws: FakeAws, load: Load) -> None:
    load("publish_result").handler(_sns(COMPLETED), LambdaContext())
    assert aws.events == [
        {
            "EventBusName": "results",
            "Source": "sagewire",
            "DetailType": "Inference Succeeded",
            "Detail": {
                "endpointName": "iris",
                "requestId": "one",
                "inferenceId": "one",
                "inputLocation": "s3://inputs/1.csv",
                "outputLocation": "s3://results/1.out",
            },
        }
    ]


@pytest.mark.parametrize(
    "place",
    [{"failureLocation": "s3://failures/1.out"}, {"responseParameters": {"outputLocation": "s3://failures/1.out"}}],
)
def test_a_failed_inference_says_why_and_where(aws: FakeAws, load: Load, place: dict[str, Any]) -> None:
    load("publish_result").handler(_sns(FAILED | place), LambdaContext())
    (event,) = aws.events
    assert event["DetailType"] == "Inference Failed"
    assert event["Detail"] == {
        "endpointName": "iris",
        "requestId": "two",
        "inferenceId": "two",
        "inputLocation": "s3://inputs/1.csv",
        "failureLocation": "s3://failures/1.out",
        "failureReason": "ClientError: Received server error (500) from model.",
    }


def test_what_a_notification_leaves_out_the_event_leaves_out(aws: FakeAws, load: Load) -> None:
    load("publish_result").handler(_sns({"invocationStatus": "Failed", "inferenceId": "x"}), LambdaContext())
    assert aws.events[0]["Detail"] == {"requestId": "x", "inferenceId": "x"}


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ({"Sns": {"Message": "no json"}}, "JSON message: JSONDecodeError"),
        ({"Sns": {}}, "JSON message: KeyError"),
        ({"Sns": {"Message": None}}, "JSON message: TypeError"),
        ({"Sns": {"Message": "[]"}}, "a JSON list"),
        ({"Sns": {"Message": '{"inferenceId": "x"}'}}, "invocationStatus is 'None'"),
        ({"Sns": {"Message": '{"invocationStatus": [], "inferenceId": "x"}'}}, "invocationStatus is '[]'"),
        ({"Sns": {"Message": '{"invocationStatus": "Completed"}'}}, "inferenceId is 'None'"),
        ({"Sns": {"Message": '{"invocationStatus": "Failed", "inferenceId": ""}'}}, "inferenceId is ''"),
    ],
)
def test_one_bad_record_does_not_hide_the_others(
    aws: FakeAws, load: Load, lines: Lines, bad: dict[str, Any], said: str
) -> None:
    event = _sns(COMPLETED, FAILED)
    event["Records"].insert(1, bad)
    with pytest.raises(Exception, match="1 of 3: ") as raised:
        load("publish_result").handler(event, LambdaContext())
    assert type(raised.value).__name__ == "NotificationsNotPublished"
    assert said in str(raised.value)
    assert [event["Detail"]["inferenceId"] for event in aws.events] == ["one", "two"]
    (line,) = lines()
    assert (line["level"], line["published"], line["failed"]) == ("ERROR", 2, 1)


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(body=b'{"FailedEntryCount": 1, "Entries": [{"ErrorCode": "InternalFailure"}]}'), "InternalFailure"),
        (fault("AccessDeniedException", 400, "no"), "AccessDenied"),
    ],
)
def test_a_record_that_the_bus_refuses_does_not_hide_the_others(
    aws: FakeAws, load: Load, reply: Reply, said: str
) -> None:
    aws.script(PUT_EVENTS, reply)
    with pytest.raises(Exception, match=said):
        load("publish_result").handler(_sns(COMPLETED, FAILED), LambdaContext())
    assert [event["Detail"]["inferenceId"] for event in aws.events] == ["one", "two"]


def test_an_invocation_leaves_one_line(aws: FakeAws, load: Load, lines: Lines) -> None:
    load("publish_result").handler(_sns(COMPLETED, FAILED), LambdaContext())
    (line,) = lines()
    assert line.items() >= {
        ("level", "INFO"),
        ("requestId", "lambda-1"),
        ("wayIn", "notification"),
        ("status", 200),
        ("published", 2),
        ("failed", 0),
    }


def test_a_passing_fault_of_the_bus_is_tried_again(aws: FakeAws, load: Load) -> None:
    """By botocore: an event may be published twice, an inference may not run twice."""
    aws.script(PUT_EVENTS, fault("InternalFailure", 500))
    load("publish_result").handler(_sns(COMPLETED), LambdaContext())
    assert len(aws.calls(PUT_EVENTS)) == 2
