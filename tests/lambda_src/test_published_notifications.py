"""What an asynchronous endpoint tells its topics, as events."""

import json
from typing import Any

import pytest

from sagewire.testing import Reply
from tests.lambda_src.conftest import Lines, Load
from tests.lambda_src.events import LambdaContext
from tests.lambda_src.fake_aws import PUT_EVENTS, SEND_MESSAGE, FakeAws, fault

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
        (Reply(body=b'{"FailedEntryCount": 1, "Entries": [{"ErrorCode": "NotAuthorized"}]}'), "NotAuthorized"),
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


def _included(content: Any, *, encoding: str = "BASE64", content_type: str = "application/json") -> dict[str, Any]:
    """As AWS writes it, with a message that says where else the response is."""
    said = "Check S3 path location(if configured) or Cloudwatch for additional details."
    answered = {"contentType": content_type, "outputLocation": "s3://results/1.out"}
    body = {"content": content, "message": said, "encoding": encoding}
    return COMPLETED | {"responseParameters": answered, "responseBody": body}


@pytest.mark.parametrize(
    ("message", "result"),
    [
        (_included("eyJzY29yZSI6IDAuNX0="), {"score": 0.5}),
        (_included("bnVsbA=="), None),
        (
            _included("MC41", content_type="text/csv; charset=utf-8"),
            {"contentType": "text/csv; charset=utf-8", "base64": "MC41"},
        ),
    ],
)
def test_a_response_that_the_notification_includes_is_the_result(
    aws: FakeAws, load: Load, message: dict[str, Any], result: Any
) -> None:
    load("publish_result").handler(_sns(message), LambdaContext())
    detail = aws.events[0]["Detail"]
    assert detail.get("result") == result
    assert detail["outputLocation"] == "s3://results/1.out"


def test_a_response_of_no_known_type_is_bytes(aws: FakeAws, load: Load) -> None:
    message = COMPLETED | {"responseParameters": {}, "responseBody": {"content": "MC41", "encoding": "BASE64"}}
    load("publish_result").handler(_sns(message), LambdaContext())
    assert aws.events[0]["Detail"]["result"] == {"contentType": "application/octet-stream", "base64": "MC41"}


@pytest.mark.parametrize(
    "message",
    [
        _included("no base64!"),
        _included(None),
        _included("MC41", encoding="NONE"),
        COMPLETED | {"responseBody": {"encoding": "BASE64"}},
        COMPLETED | {"responseBody": "x"},
    ],
)
def test_a_response_that_cannot_be_read_is_left_out(aws: FakeAws, load: Load, message: dict[str, Any]) -> None:
    """It is in S3 all the same."""
    load("publish_result").handler(_sns(message), LambdaContext())
    assert "result" not in aws.events[0]["Detail"]
    assert aws.events[0]["Detail"]["outputLocation"] == "s3://results/1.out"


def test_the_response_to_a_failed_inference_is_no_result(aws: FakeAws, load: Load) -> None:
    message = FAILED | {"responseBody": {"content": "bm8=", "encoding": "BASE64"}}
    load("publish_result").handler(_sns(message), LambdaContext())
    detail = aws.events[0]["Detail"]
    assert detail["failureResponse"] == {"contentType": "application/octet-stream", "base64": "bm8="}
    assert "result" not in detail


def test_results_go_to_a_queue_and_a_bus(aws: FakeAws, load: Load) -> None:
    function = load("publish_result", SAGEWIRE_RESULT_QUEUE=f"{aws.url}/1/results")
    function.handler(_sns(COMPLETED, FAILED), LambdaContext())
    assert [event["DetailType"] for event in aws.events] == ["Inference Succeeded", "Inference Failed"]
    assert [message["MessageBody"] for message in aws.messages] == [
        {"outcome": event["DetailType"], **event["Detail"]} for event in aws.events
    ]
    assert {message["QueueUrl"] for message in aws.messages} == {f"{aws.url}/1/results"}


def test_results_may_go_to_a_queue_alone(aws: FakeAws, load: Load, lines: Lines) -> None:
    nowhere = {"SAGEWIRE_RESULT_BUS": None, "SAGEWIRE_RESULT_SOURCE": None}
    function = load("publish_result", SAGEWIRE_RESULT_QUEUE=f"{aws.url}/1/results", **nowhere)
    function.handler(_sns(COMPLETED), LambdaContext())
    assert (len(aws.messages), aws.events) == (1, [])
    assert lines()[0]["published"] == 1


def test_a_record_that_the_queue_refuses_does_not_hide_the_others(aws: FakeAws, load: Load) -> None:
    aws.script(SEND_MESSAGE, fault("AccessDeniedException", 403))
    function = load("publish_result", SAGEWIRE_RESULT_QUEUE=f"{aws.url}/1/results")
    with pytest.raises(Exception, match="1 of 2: ResultNotPublished: SendMessage: AccessDenied"):
        function.handler(_sns(COMPLETED, FAILED), LambdaContext())
    assert [message["MessageBody"]["inferenceId"] for message in aws.messages] == ["one", "two"]
