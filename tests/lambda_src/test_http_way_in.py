"""Function URLs and HTTP APIs."""

import base64
import json

import pytest

from tests.lambda_src.conftest import Load
from tests.lambda_src.events import REQUEST_ID, LambdaContext, http_event
from tests.lambda_src.fake_aws import INVOKE, FakeAws, Reply, fault, model_error, result


def test_a_json_request_gets_the_models_json(aws: FakeAws, load: Load) -> None:
    event = http_event('{"x": [1, 2]}', content_type="application/json", accept="application/json")
    assert load("invoke").handler(event, LambdaContext()) == {
        "statusCode": 200,
        "headers": {"content-type": "application/json"},
        "body": '{"score": 0.5}',
        "isBase64Encoded": False,
    }
    (call,) = aws.calls(INVOKE)
    assert call.path == "/endpoints/iris/invocations"
    assert call.body == b'{"x": [1, 2]}'
    assert call.headers["content-type"] == "application/json"
    assert call.headers["accept"] == "application/json"
    assert call.headers["x-amzn-sagemaker-inference-id"] == REQUEST_ID


def test_bytes_go_through_both_ways(aws: FakeAws, load: Load) -> None:
    sent, answered = bytes(range(256)), b"\x93NUMPY\xff\x00"
    aws.script(INVOKE, result(answered, "application/x-npy"))
    answer = load("invoke").handler(http_event(sent, content_type="application/x-npy"), LambdaContext())
    assert aws.calls(INVOKE)[0].body == sent
    assert answer["isBase64Encoded"] is True
    assert base64.b64decode(answer["body"]) == answered
    assert answer["headers"] == {"content-type": "application/x-npy"}


def test_text_is_sent_as_utf_8(aws: FakeAws, load: Load) -> None:
    load("invoke").handler(http_event("grün あ", content_type="text/plain"), LambdaContext())
    assert aws.calls(INVOKE)[0].body == "grün あ".encode()


@pytest.mark.parametrize(
    ("content_type", "body", "encoded"),
    [
        ("text/csv; charset=utf-8", "0.5,grün\n".encode(), False),
        ("application/problem+json", b"{}", False),
        ("application/json;verbose=true", b"not json at all", False),
        ("text/plain", b"\xff\xfe", True),
        ("application/octet-stream", b"plain", True),
    ],
)
def test_only_what_is_no_text_is_answered_as_base64(
    aws: FakeAws,
    load: Load,
    content_type: str,
    body: bytes,
    encoded: bool,
) -> None:
    aws.script(INVOKE, result(body, content_type))
    answer = load("invoke").handler(http_event("1"), LambdaContext())
    assert answer["isBase64Encoded"] is encoded
    assert (base64.b64decode(answer["body"]) if encoded else answer["body"].encode()) == body


def test_headers_are_found_in_any_case_and_json_is_assumed(aws: FakeAws, load: Load) -> None:
    handler = load("invoke").handler
    handler({**http_event("1,2"), "headers": {"Content-Type": "text/csv"}}, LambdaContext())
    handler({**http_event("1"), "headers": None}, LambdaContext())
    assert [call.headers["content-type"] for call in aws.calls(INVOKE)] == ["text/csv", "application/json"]


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (http_event(None), "empty"),
        (http_event(""), "empty"),
        ({**http_event(b"1"), "body": "no base64!"}, "base64"),
        ({**http_event(b"1"), "body": "あ"}, "base64"),
        (http_event("\ud800"), "surrogate"),
        (http_event("1", content_type="text/plain\r\nx-amz-target: y"), "content type"),
        (http_event("1", content_type="t" * 1025), "content type"),
        (http_event("1", accept="grün"), "accept"),
    ],
)
def test_a_bad_request_is_told_and_not_sent(aws: FakeAws, load: Load, event: object, said: str) -> None:
    answer = load("invoke").handler(event, LambdaContext())
    error = json.loads(answer["body"])["error"]
    assert answer["statusCode"] == 400
    assert error["code"] == "BadRequest"
    assert error["requestId"] == REQUEST_ID
    assert said in error["message"]
    assert aws.received == []


def test_the_longest_content_type_is_taken(aws: FakeAws, load: Load) -> None:
    assert load("invoke").handler(http_event("1", content_type="t" * 1024), LambdaContext())["statusCode"] == 200
    assert aws.calls(INVOKE)[0].headers["content-type"] == "t" * 1024


@pytest.mark.parametrize(
    ("reply", "seconds"),
    [
        (fault("ThrottlingException", 400), "1"),
        (fault("ServiceUnavailable", 503), "5"),
        (model_error(429), "1"),
        (model_error(422), None),
    ],
)
def test_callers_are_told_when_to_come_back(aws: FakeAws, load: Load, reply: Reply, seconds: str | None) -> None:
    aws.script(INVOKE, *[reply] * 3)
    answer = load("invoke").handler(http_event("1"), LambdaContext())
    assert answer["headers"].get("retry-after") == seconds
    assert answer["headers"]["content-type"] == "application/json"


def test_a_result_without_a_content_type_counts_as_json(aws: FakeAws, load: Load) -> None:
    aws.script(INVOKE, result(b"[1]", ""))
    answer = load("invoke").handler(http_event("1"), LambdaContext())
    assert (answer["headers"]["content-type"], answer["body"]) == ("application/json", "[1]")


@pytest.mark.parametrize(("spare", "status"), [(0, 200), (-1, 502)])
def test_an_answer_too_large_for_lambda_is_an_error(aws: FakeAws, load: Load, spare: int, status: int) -> None:
    """6 MiB, counted as the JSON that Lambda carries."""
    envelope = {"statusCode": 200, "headers": {"content-type": "text/plain"}, "body": "", "isBase64Encoded": False}
    room = 6 * 1024 * 1024 - len(json.dumps(envelope)) - spare
    aws.script(INVOKE, result(b"x" * room, "text/plain"))
    answer = load("invoke").handler(http_event("1"), LambdaContext())
    assert answer["statusCode"] == status
    assert status == 200 or json.loads(answer["body"])["error"]["code"] == "ResultTooLarge"


def test_a_rest_apis_request_is_answered_alike(aws: FakeAws, load: Load) -> None:
    """Payload format 1.0, which says otherwise what the request is."""
    event = {
        "resource": "/invocations",
        "httpMethod": "POST",
        "headers": {"Content-Type": "application/x-npy", "X-Correlation-Id": "c-1"},
        "requestContext": {"requestId": REQUEST_ID, "stage": "prod"},
        "body": base64.b64encode(b"\x93NUMPY").decode(),
        "isBase64Encoded": True,
    }
    assert load("invoke").handler(event, LambdaContext())["statusCode"] == 200
    (call,) = aws.calls(INVOKE)
    assert (call.body, call.headers["content-type"]) == (b"\x93NUMPY", "application/x-npy")
    assert call.headers["x-amzn-sagemaker-inference-id"] == REQUEST_ID


def test_a_load_balancers_request_goes_by_the_functions_request_id(aws: FakeAws, load: Load) -> None:
    event = {
        "requestContext": {"elb": {"targetGroupArn": "arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/t/1"}},
        "httpMethod": "POST",
        "headers": {"content-type": "text/csv"},
        "body": "1,2",
        "isBase64Encoded": False,
    }
    assert load("invoke").handler(event, LambdaContext())["body"] == '{"score": 0.5}'
    assert aws.calls(INVOKE)[0].headers["x-amzn-sagemaker-inference-id"] == "lambda-1"


def test_a_caller_may_choose_the_inference_id(aws: FakeAws, load: Load) -> None:
    handler = load("invoke").handler
    handler(http_event("1", **{"X-Amzn-SageMaker-Inference-Id": "order-7"}), LambdaContext())
    answer = handler(http_event("1", **{"X-Amzn-SageMaker-Inference-Id": "i" * 65}), LambdaContext())
    assert [call.headers["x-amzn-sagemaker-inference-id"] for call in aws.calls(INVOKE)] == ["order-7"]
    assert (answer["statusCode"], json.loads(answer["body"])["error"]["requestId"]) == (400, REQUEST_ID)
